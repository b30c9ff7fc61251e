package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listing that the guide shows is one that the command has written. */
class DoctorGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "doctor.md");
    private static final Pattern LISTING = Pattern.compile("(?s)(?<=```\n)Target.*?(?=```)");

    @TempDir
    private Path folder;

    @Test
    void the_listing_of_the_guide_is_what_the_command_writes() throws IOException {
        String listing;
        try (var sample = Sample.hardened(folder)) {
            for (var name : List.of(
                    "opaque",
                    "partner",
                    "metered",
                    "legacy",
                    "web",
                    "dora",
                    "erin",
                    "olga",
                    "oscar",
                    "partnerOne",
                    "partnerTwo",
                    "meteredOne",
                    "meteredTwo",
                    "lena",
                    "luis",
                    "wendy",
                    "will",
                    "getOrder",
                    "listUsers",
                    "deleteOrder",
                    "whoAmI",
                    "listOrdersAtKiosk",
                    "getReport",
                    "getMeteredReport",
                    "listLegacyOrders",
                    "listWebOrders")) {
                sample.without(name);
            }
            sample.edit(text -> text.replaceFirst("(secrets/bob})", "$1\n      scope: orders:read")
                    .replaceFirst("(?s)(  carol:.*?obtain:\n).*?secrets/carol}", "$1      claims: {exp: 1767323045}")
                    .replaceFirst("(?s)(  frank:.*?obtain:\n).*?secrets/frank}", "$1      claims: {aud: billing}"));
            listing = CommandRun.of("doctor", sample.targetFile().toString())
                    .out()
                    .replace(sample.targetFile().toString(), "orders-api.yaml")
                    .replace(sample.api().https().toString(), "https://localhost:8443")
                    .replaceAll("ran out \\d+ days ago", "ran out 30 days ago");
        }
        var guide = Files.readString(GUIDE);
        if (Boolean.getBoolean("postern.approve")) {
            guide = LISTING.matcher(guide).replaceFirst(Matcher.quoteReplacement(listing));
            Files.writeString(GUIDE, guide);
        }

        assertThat(guide).as("run mvn verify -Dpostern.approve=true").contains("```\n" + listing + "```");
    }
}
