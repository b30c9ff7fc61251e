package com.example.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Who may do what. Which tokens are valid at all stands in application.yaml. */
@Configuration
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/tenants/{tenant}/orders")
                        .access(ownTenantWith("SCOPE_orders:read"))
                        .requestMatchers(HttpMethod.POST, "/tenants/{tenant}/orders")
                        .access(ownTenantWith("SCOPE_orders:write"))
                        .requestMatchers("/admin/**")
                        .hasRole("admin")
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(scopesAndRoles())))
                // no cookies authenticate here, so there is nothing to forge across sites
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** The scope, and a token of the tenant that the path names. */
    private static AuthorizationManager<RequestAuthorizationContext> ownTenantWith(String scope) {
        return (authentication, request) -> new AuthorizationDecision(
                hasAuthority(authentication.get(), scope) && isOfTenant(authentication, request));
    }

    private static boolean hasAuthority(Authentication authentication, String authority) {
        return authentication.getAuthorities().stream().anyMatch(a -> authority.equals(a.getAuthority()));
    }

    private static boolean isOfTenant(
            Supplier<? extends Authentication> authentication, RequestAuthorizationContext request) {
        return authentication.get().getPrincipal() instanceof Jwt jwt
                && request.getVariables().get("tenant").equals(jwt.getClaimAsString("tenant"));
    }

    private static JwtAuthenticationConverter scopesAndRoles() {
        var scopes = new JwtGrantedAuthoritiesConverter();
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(jwt -> {
            var all = new ArrayList<GrantedAuthority>(scopes.convert(jwt));
            var roles = jwt.getClaimAsStringList("roles");
            (roles == null ? List.<String>of() : roles)
                    .forEach(role -> all.add(new SimpleGrantedAuthority("ROLE_" + role)));
            return all;
        });
        return converter;
    }
}
