package dev.postern.checks.jwks;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a published key is one whose private half everybody has. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.known-key",
        title = "No published key is an example whose private half is known",
        severity = Severity.CRITICAL,
        references = {"RFC 7638 3", "ASVS 5.0 13.3.1"},
        cwe = 1394,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class KnownKey implements PropertyCheck {

    /** By thumbprint (RFC 7638), where the private half is printed. */
    private static final Map<String, String> KNOWN = read();

    @Override
    public Applicability appliesTo(Site site) {
        return KeySet.published(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        return KeySet.usable(on).stream()
                .flatMap(key -> Optional.ofNullable(KNOWN.get(thumbprint(key)))
                        .map(source -> new Defect(KeySet.name(key) + " is that of " + source
                                + ": its private key is printed there, so that everybody can sign."))
                        .stream());
    }

    static Map<String, String> known() {
        return KNOWN;
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Map<String, String> read() {
        try (InputStream in = KnownKey.class.getResourceAsStream("known-keys.tsv")) {
            var known = new LinkedHashMap<String, String>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .forEach(row -> known.put(row[0], row[1]));
            return Collections.unmodifiableMap(known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
