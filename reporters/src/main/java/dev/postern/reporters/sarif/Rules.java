package dev.postern.reporters.sarif;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.reporters.sarif.SarifLog.ComponentReference;
import dev.postern.reporters.sarif.SarifLog.Configuration;
import dev.postern.reporters.sarif.SarifLog.DescriptorReference;
import dev.postern.reporters.sarif.SarifLog.Relationship;
import dev.postern.reporters.sarif.SarifLog.Rule;
import dev.postern.reporters.sarif.SarifLog.Text;
import dev.postern.reporters.sarif.SarifLog.ToolComponent;
import dev.postern.reporters.summary.ControlsByCase;
import dev.postern.reporters.summary.PlainProse;
import dev.postern.reporters.summary.Reference;
import dev.postern.reporters.summary.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks of a plan as rules, and the weaknesses that they look for. */
final class Rules {

    private static final String CWE = "CWE";
    private static final ComponentReference CWE_LIST = new ComponentReference(CWE, 0);
    private static final List<String> SECTIONS =
            List.of("What is sent", "Why it matters", "How servers get it wrong", "How to mend it");

    private final ControlsByCase controls;
    private final Map<String, CheckInfo> checks = new LinkedHashMap<>();
    private final List<String> ids;
    private final List<Integer> weaknesses;

    /** All checks, with or without cases: a rule without results was still applied. */
    Rules(Audit audit) {
        this.controls = ControlsByCase.of(audit.plan());
        checks.putAll(audit.plan().checks());
        audit.plan().cases().forEach(c -> checks.computeIfAbsent(id(c), id -> controls.check(c)));
        this.ids = List.copyOf(checks.keySet());
        this.weaknesses = checks.values().stream()
                .map(CheckInfo::cwe)
                .filter(cwe -> cwe != 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** The id of the rule of a case. Manual controls have no check, so each is a rule of its own. */
    String id(PlannedCase planned) {
        return planned.checkId().equals("manual")
                ? controls.of(planned).stream()
                        .map(c -> "manual." + c.id())
                        .findFirst()
                        .orElse("manual")
                : planned.checkId();
    }

    /** Where the rule of a case stands among all. */
    int index(PlannedCase planned) {
        return ids.indexOf(id(planned));
    }

    /** How bad it is that the case failed. */
    Severity severity(PlannedCase planned, Verdict verdict) {
        return verdict.severity().orElseGet(() -> checks.get(id(planned)).severity());
    }

    /** Postern with its rules. */
    ToolComponent driver(String version) {
        return new ToolComponent(
                "Postern",
                Optional.of(version),
                Optional.empty(),
                Optional.of(Text.of("Audits the authentication and authorization of HTTP APIs, with proof.")),
                checks.entrySet().stream()
                        .map(e -> rule(e.getKey(), e.getValue()))
                        .toList(),
                List.of(),
                weaknesses.isEmpty() ? List.of() : List.of(CWE_LIST));
    }

    /** The list of weaknesses that rules refer to; empty where none does. */
    List<ToolComponent> taxonomies() {
        return weaknesses.isEmpty()
                ? List.of()
                : List.of(new ToolComponent(
                        CWE,
                        Optional.empty(),
                        Optional.of("MITRE"),
                        Optional.of(Text.of("The MITRE Common Weakness Enumeration")),
                        List.of(),
                        weaknesses.stream().map(Rules::taxon).toList(),
                        List.of()));
    }

    /** SARIF's word for a severity (3.27.10). */
    static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "note";
        };
    }

    private static Rule taxon(int cwe) {
        return new Rule(
                Integer.toString(cwe),
                Optional.of("CWE-" + cwe),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Reference.parse("CWE-" + cwe).link().map(Object::toString),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    private Rule rule(String id, CheckInfo check) {
        // A title says what must be: next to an alert it must not read as if it were so.
        var requirement = "Required: " + VisibleText.line(check.title(), Plain.DESCRIPTION - 20);
        var why = PlainProse.of(check.section("Why it matters"));
        return new Rule(
                VisibleText.line(id),
                Optional.of(name(id)),
                Optional.of(Text.of(requirement)),
                Optional.of(Text.of(why.isEmpty() ? requirement : Plain.line(why, Plain.DESCRIPTION))),
                Optional.of(help(check, requirement)),
                Optional.empty(),
                Optional.of(new Configuration(level(check.severity()))),
                relationships(check),
                properties(id, check));
    }

    /** {@code JwtAlgNone} of {@code jwt.alg-none}: consumers list rules by name, and expect one like a type's. */
    private static String name(String id) {
        return Arrays.stream(id.split("[^A-Za-z0-9]+", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static Text help(CheckInfo check, String requirement) {
        var plain = SECTIONS.stream()
                .filter(heading -> !check.section(heading).isEmpty())
                .map(heading -> heading + ": " + PlainProse.of(check.section(heading)))
                .collect(Collectors.joining("\n\n"));
        var markdown = Stream.of(VisibleText.block(check.explanation()).strip(), references(check))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
        return new Text(
                plain.isEmpty() ? requirement : plain, Optional.of(markdown).filter(m -> !m.isEmpty()));
    }

    private static String references(CheckInfo check) {
        var all = Reference.of(check.references(), check.cwe());
        return all.isEmpty()
                ? ""
                : all.stream()
                        .map(r -> r.link()
                                .map(link -> "[" + r.text() + "](" + link + ")")
                                .orElse(r.text()))
                        .map(line -> "- " + VisibleText.line(line))
                        .collect(Collectors.joining("\n", "## References\n\n", ""));
    }

    private List<Relationship> relationships(CheckInfo check) {
        return check.cwe() == 0
                ? List.of()
                : List.of(new Relationship(
                        new DescriptorReference(
                                Integer.toString(check.cwe()), weaknesses.indexOf(check.cwe()), CWE_LIST),
                        List.of("superset")));
    }

    private static Map<String, Object> properties(String id, CheckInfo check) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("tags", tags(id, check));
        properties.put("precision", precision(check));
        score(check.severity()).ifPresent(s -> properties.put("security-severity", s));
        properties.put("severity", check.severity().name().toLowerCase(Locale.ROOT));
        if (!check.references().isEmpty()) {
            properties.put("references", check.references());
        }
        return properties;
    }

    private static List<String> tags(String id, CheckInfo check) {
        var tags = new ArrayList<String>();
        tags.add("security");
        tags.add(VisibleText.line(id.replaceAll("\\..*", "")));
        if (check.cwe() != 0) {
            tags.add("external/cwe/cwe-" + "%03d".formatted(check.cwe()));
        }
        return tags.stream().distinct().toList();
    }

    /** A denial was compared with both controls; what else is looked at has no such proof. */
    private static String precision(CheckInfo check) {
        return check.kind().equals("denial") ? "very-high" : "high";
    }

    /** A score in the middle of the range that GitHub calls by the severity's name; INFO has none. */
    private static Optional<String> score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> Optional.of("9.5");
            case HIGH -> Optional.of("8.0");
            case MEDIUM -> Optional.of("5.5");
            case LOW -> Optional.of("2.0");
            case INFO -> Optional.empty();
        };
    }
}
