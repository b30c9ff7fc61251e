package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** How long the issuer's tokens are: they travel in a header, and each server on the way has a limit for headers. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.size",
        title = "Tokens fit into the headers of usual servers",
        severity = Severity.INFO,
        references = {"RFC 9110 5.4", "RFC 9068 6"},
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Size implements PropertyCheck {

    /** Half of the 8 KiB that Tomcat, Jetty and nginx take for all headers, or for one, unless told otherwise. */
    private static final int MOST = 4096;

    @Override
    public Applicability appliesTo(Site site) {
        return IssuedToken.at(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        int length = on.credential().length();
        return length <= MOST
                ? Stream.empty()
                : Stream.of(new Defect("The token has " + length + " characters; above " + MOST
                        + " servers and proxies begin to refuse the header."));
    }
}
