package dev.postern.checks.access;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A caller without the role that says, outside its credential, that it has it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "role.client-claim-ignored",
        title = "A role that the client claims is ignored",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.3.1", "ASVS 5.0 4.1.3", "API5:2023"},
        cwe = 807,
        requests = 22)
public final class RoleClaimIgnored implements DenialCheck {

    private static final int REQUIRED_ROLES = 2;

    @Override
    public Applicability appliesTo(Site site) {
        return Intruders.oneWithoutRole(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Intruders.hinted(on, hints(on.operation().requires().roles()));
    }

    private static Stream<Hint> hints(Set<String> required) {
        var named = Stream.concat(
                        Stream.of("admin"), new TreeSet<>(required).stream().limit(REQUIRED_ROLES))
                .distinct()
                .flatMap(role -> Stream.of(
                        Hint.header("X-Role", role),
                        Hint.header("X-User-Role", role),
                        Hint.cookie("role", role),
                        Hint.query("role", role),
                        Hint.body("role", role)));
        return Stream.concat(
                named,
                Stream.of(
                        Hint.header("X-Admin", "true"),
                        Hint.header("X-Is-Admin", "true"),
                        Hint.cookie("admin", "1"),
                        Hint.query("admin", "true"),
                        Hint.query("is_admin", "1"),
                        Hint.body("isAdmin", "true"),
                        Hint.body("is_admin", "true")));
    }
}
