package dev.postern.stacks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API as a resource server of Spring Security, set up by its guide. */
final class SpringApi implements Api {

    private final ConfigurableApplicationContext context;

    private SpringApi(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static SpringApi start(Issuer issuer) {
        return new SpringApi(new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of(
                        "server.port", "0",
                        "server.tomcat.basedir", "target/tomcat", // else it leaves one behind in the temporary folder
                        "spring.main.register-shutdown-hook", "false"))
                .initializers(c -> c.getBeanFactory().registerSingleton("issuer", issuer))
                .run());
    }

    @Override
    public URI url() {
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        return URI.create("http://localhost:" + server.getPort());
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/notes")
                            .hasAuthority("SCOPE_notes:read")
                            .requestMatchers("/export")
                            .hasAuthority("SCOPE_notes:export")
                            .anyRequest()
                            .authenticated())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }

        @Bean
        JwtDecoder decoder(Issuer issuer) throws JOSEException {
            var decoder = NimbusJwtDecoder.withPublicKey(((RSAKey) issuer.key()).toRSAPublicKey())
                    .build();
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    new JwtTimestampValidator(),
                    new JwtIssuerValidator(Issuer.NAME),
                    new JwtClaimValidator<List<String>>(
                            JwtClaimNames.AUD, aud -> aud != null && aud.contains(Issuer.AUDIENCE))));
            return decoder;
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    /** What the API does. */
    @RestController
    static class Controller {

        @GetMapping(path = "/notes", produces = MediaType.APPLICATION_JSON_VALUE)
        String notes() {
            return NOTES;
        }

        @GetMapping(path = "/export", produces = MediaType.APPLICATION_JSON_VALUE)
        String export() {
            return EXPORT;
        }
    }
}
