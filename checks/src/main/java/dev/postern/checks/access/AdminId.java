package dev.postern.checks.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Obtain;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** A caller without the role that names somebody who has it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "tenant.admin-id",
        title = "Naming an administrator gives no power",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 8.3.1", "API1:2023", "API5:2023"},
        cwe = 639,
        requests = 18)
public final class AdminId implements DenialCheck {

    private static final int NAMES = 2;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Applicability appliesTo(Site site) {
        return Intruders.oneWithoutRole(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Intruders.hinted(on, names(on).flatMap(AdminId::hints));
    }

    private static Stream<Hint> hints(String name) {
        return Stream.of(
                Hint.header("X-Impersonate-User", name),
                Hint.header("Impersonate-User", name),
                Hint.header("X-Act-As", name),
                Hint.header("X-On-Behalf-Of", name),
                Hint.query("act_as", name),
                Hint.query("as_user", name),
                Hint.query("impersonate", name),
                Hint.query("on_behalf_of", name),
                Hint.query("admin_id", name));
    }

    /** What the API may call the administrator: the subject of its token, its login name, its name in the target file. */
    private static Stream<String> names(Subject on) {
        return Stream.of(
                        subject(on.credential()),
                        loginName(on.identity().obtain()),
                        Optional.of(on.identity().name()))
                .flatMap(Optional::stream)
                .distinct()
                .limit(NAMES);
    }

    private static Optional<String> loginName(Obtain obtain) {
        if (obtain instanceof Obtain.UserPassword basic) {
            return Optional.of(basic.username());
        }
        return obtain instanceof Obtain.PasswordGrant grant ? Optional.of(grant.username()) : Optional.empty();
    }

    private static Optional<String> subject(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return Optional.ofNullable(JSON.readTree(payload).path("sub").textValue());
        } catch (IllegalArgumentException | JsonProcessingException notJwt) {
            return Optional.empty();
        }
    }
}
