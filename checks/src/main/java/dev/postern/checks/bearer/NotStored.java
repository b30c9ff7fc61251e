package dev.postern.checks.bearer;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Whether caches are kept from storing what only the holder of a token may see. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.no-store",
        title = "Answers to authenticated reads are not for shared caches",
        severity = Severity.LOW,
        references = {"RFC 9111 3.5", "RFC 9111 5.2.2", "ASVS 5.0 14.3.2"},
        cwe = 525,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        requests = 0)
public final class NotStored implements PropertyCheck {

    private static final Set<String> KEEPING_OUT = Set.of("no-store", "private", "no-cache");

    @Override
    public Applicability appliesTo(Site site) {
        return site.operation().isRead()
                ? PropertyCheck.super.appliesTo(site)
                : new Applicability.Irrelevant("What " + site.operation().label() + " answers is not stored anyway.");
    }

    @Override
    public boolean readsOperation() {
        return true;
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var directives = on.positiveControl().response().stream()
                .flatMap(answer -> answer.headers("Cache-Control").stream())
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT).replaceFirst("\\s*=.*", ""))
                .filter(directive -> !directive.isEmpty())
                .toList();
        if (directives.stream().anyMatch(KEEPING_OUT::contains)) {
            return Stream.empty();
        }
        // RFC 9111 3.5: without one of these a shared cache leaves answers to requests with Authorization alone
        var invited = directives.stream()
                .filter(Set.of("public", "s-maxage", "must-revalidate")::contains)
                .findFirst();
        return Stream.of(new Defect(invited.map(directive -> "The answer says `Cache-Control: " + directive
                        + "`, which lets shared caches store it although the request was authorized.")
                .orElse(
                        "The answer has no Cache-Control with `no-store`, `private` or `no-cache`: the caches of browsers"
                                + " and clients may keep it.")));
    }
}
