package dev.postern.reporters.summary;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standard, a weakness or an incident that a control or check refers to.
 *
 * @param text as written
 * @param link where it can be read; empty for one that is not known by its form
 */
public record Reference(String text, Optional<URI> link) {

    private static final Pattern RFC =
            Pattern.compile("\\bRFC ?(\\d{1,5})(?:[ ,]+(?:section |§ ?)?(\\d+(?:\\.\\d+)*+))?\\b");
    private static final Pattern CWE_NUMBER = Pattern.compile("\\bCWE[- ](\\d{1,5})\\b");
    private static final Pattern CVE = Pattern.compile("\\b(CVE-\\d{4}-\\d{4,})\\b");
    private static final Pattern OWASP_API = Pattern.compile("\\bAPI(10|[1-9]):2023\\b");
    private static final Pattern ASVS = Pattern.compile("\\bASVS\\b");
    private static final List<String> OWASP_API_PAGES = List.of(
            "0xa1-broken-object-level-authorization",
            "0xa2-broken-authentication",
            "0xa3-broken-object-property-level-authorization",
            "0xa4-unrestricted-resource-consumption",
            "0xa5-broken-function-level-authorization",
            "0xa6-unrestricted-access-to-sensitive-business-flows",
            "0xa7-server-side-request-forgery",
            "0xa8-security-misconfiguration",
            "0xa9-improper-inventory-management",
            "0xaa-unsafe-consumption-of-apis");

    /** Finds the link that belongs to the form of a reference: RFC, CWE, CVE, OWASP API Top 10, ASVS. */
    public static Reference parse(String text) {
        return new Reference(
                text,
                Stream.of(rfc(text), cwe(text), cve(text), owaspApi(text), asvs(text))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(URI::create));
    }

    /** All references of a check: those it names, then its CWE where it is not among them. */
    public static List<Reference> of(List<String> texts, int cwe) {
        var own = "CWE-" + cwe;
        return Stream.concat(texts.stream(), cwe == 0 || texts.contains(own) ? Stream.of() : Stream.of(own))
                .map(Reference::parse)
                .toList();
    }

    private static Optional<String> rfc(String text) {
        var matcher = RFC.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        var number = matcher.group(1);
        var section = matcher.group(2);
        return Optional.of(
                section == null
                        ? "https://www.rfc-editor.org/info/rfc" + number
                        : "https://www.rfc-editor.org/rfc/rfc" + number + "#section-" + section);
    }

    private static Optional<String> cwe(String text) {
        var matcher = CWE_NUMBER.matcher(text);
        return matcher.find()
                ? Optional.of("https://cwe.mitre.org/data/definitions/" + matcher.group(1) + ".html")
                : Optional.empty();
    }

    private static Optional<String> cve(String text) {
        var matcher = CVE.matcher(text.toUpperCase(Locale.ROOT));
        return matcher.find() ? Optional.of("https://nvd.nist.gov/vuln/detail/" + matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> owaspApi(String text) {
        var matcher = OWASP_API.matcher(text);
        return matcher.find()
                ? Optional.of("https://owasp.org/API-Security/editions/2023/en/"
                        + OWASP_API_PAGES.get(Integer.parseInt(matcher.group(1)) - 1) + "/")
                : Optional.empty();
    }

    private static Optional<String> asvs(String text) {
        return ASVS.matcher(text).find()
                ? Optional.of("https://owasp.org/www-project-application-security-verification-standard/")
                : Optional.empty();
    }
}
