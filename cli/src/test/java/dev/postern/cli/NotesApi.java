package dev.postern.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A resource server that Postern's authors did not write the security of: Spring Security's, as its guide has it. */
final class NotesApi implements AutoCloseable {

    /** How the application is configured. */
    enum Setup {
        /** By the guide. */
        SOUND,
        /** The decoder's validators are left out, as in many answers on the web. */
        CLAIMS_NOT_VALIDATED,
        /** The decoder reads the token and does not verify it. */
        SIGNATURE_NOT_VERIFIED,
        /** A matcher that was meant for one path lets all through. */
        EVERYTHING_PERMITTED
    }

    static final String ISSUER = "https://id.notes.test";
    static final String AUDIENCE = "notes";

    private final ConfigurableApplicationContext context;
    private final RSAKey key;

    private NotesApi(ConfigurableApplicationContext context, RSAKey key) {
        this.context = context;
        this.key = key;
    }

    static NotesApi start(Setup setup) throws JOSEException {
        var key = new RSAKeyGenerator(2048)
                .keyID("notes-1")
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        var context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of(
                        "server.port", "0",
                        "server.tomcat.basedir", "target/tomcat", // else it leaves one behind in the temporary folder
                        "spring.main.register-shutdown-hook", "false"))
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("setup", setup);
                    c.getBeanFactory().registerSingleton("key", key);
                })
                .run();
        return new NotesApi(context, key);
    }

    URI url() {
        return URI.create("http://localhost:"
                + ((ServletWebServerApplicationContext) context).getWebServer().getPort());
    }

    String signingKey() {
        return key.toJSONString();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http, Setup setup) throws Exception {
            return http.authorizeHttpRequests(requests -> {
                        if (setup == Setup.EVERYTHING_PERMITTED) {
                            requests.requestMatchers("/**").permitAll();
                        }
                        requests.requestMatchers(HttpMethod.GET, "/tenants/{tenant}/notes")
                                .access((authentication, request) ->
                                        AuthorityAuthorizationManager.hasAuthority("SCOPE_notes:read")
                                                                .authorize(authentication, request)
                                                                .isGranted()
                                                        && authentication.get().getPrincipal() instanceof Jwt jwt
                                                        && request.getVariables()
                                                                .get("tenant")
                                                                .equals(jwt.getClaimAsString("tenant"))
                                                ? new AuthorizationDecision(true)
                                                : new AuthorizationDecision(false))
                                .requestMatchers("/admin/users")
                                .hasRole("admin")
                                .anyRequest()
                                .authenticated();
                    })
                    .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter())))
                    .build();
        }

        private static JwtAuthenticationConverter converter() {
            var scopes = new JwtGrantedAuthoritiesConverter();
            var roles = new JwtGrantedAuthoritiesConverter();
            roles.setAuthoritiesClaimName("roles");
            roles.setAuthorityPrefix("ROLE_");
            var converter = new JwtAuthenticationConverter();
            converter.setJwtGrantedAuthoritiesConverter(jwt -> {
                var all = new ArrayList<>(scopes.convert(jwt));
                all.addAll(roles.convert(jwt));
                return all;
            });
            return converter;
        }

        @Bean
        JwtDecoder decoder(RSAKey key, Setup setup) throws JOSEException {
            if (setup == Setup.SIGNATURE_NOT_VERIFIED) {
                return Application::unverified;
            }
            var decoder = NimbusJwtDecoder.withPublicKey(key.toRSAPublicKey()).build();
            decoder.setJwtValidator(
                    setup == Setup.CLAIMS_NOT_VALIDATED
                            ? new DelegatingOAuth2TokenValidator<>()
                            : new DelegatingOAuth2TokenValidator<>(
                                    new JwtTimestampValidator(),
                                    new JwtIssuerValidator(ISSUER),
                                    new JwtClaimValidator<List<String>>(
                                            JwtClaimNames.AUD, aud -> aud != null && aud.contains(AUDIENCE))));
            return decoder;
        }

        private static Jwt unverified(String token) {
            try {
                var jwt = SignedJWT.parse(token);
                return Jwt.withTokenValue(token)
                        .headers(headers -> headers.putAll(jwt.getHeader().toJSONObject()))
                        .claims(claims -> claims.putAll(payload(jwt)))
                        .build();
            } catch (ParseException e) {
                throw new BadJwtException("not a JWT", e);
            }
        }

        private static Map<String, Object> payload(SignedJWT jwt) {
            var claims = jwt.getPayload().toJSONObject();
            claims.replaceAll((name, value) -> List.of("exp", "iat", "nbf").contains(name)
                    ? Instant.ofEpochSecond(((Number) value).longValue())
                    : value);
            return claims;
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    /** What the API does. */
    @RestController
    static class Controller {

        @GetMapping("/tenants/{tenant}/notes")
        List<Map<String, String>> notes(@PathVariable("tenant") String tenant) {
            return List.of(
                    Map.of("id", tenant + "-1", "text", "first note of " + tenant),
                    Map.of("id", tenant + "-2", "text", "second note of " + tenant));
        }

        @GetMapping("/admin/users")
        List<Map<String, String>> users() {
            return List.of(Map.of("name", "alice", "role", "clerk"), Map.of("name", "dora", "role", "admin"));
        }
    }
}
