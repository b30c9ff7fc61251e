package dev.postern.inspection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.inspection.Inspection.Member;
import java.util.List;
import java.util.Locale;

/** An inspection as JSON, for programs. Names of rules, kinds and severities are stable; texts are for people. */
public final class InspectionJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InspectionJson() {}

    /** One object, indented. */
    public static String of(Inspection inspection) {
        var root = JSON.createObjectNode();
        root.put("kind", code(inspection.kind()));
        root.put("characters", inspection.characters());
        root.put("sound", inspection.isSound());
        var parts = root.putArray("parts");
        inspection.parts().forEach(part -> {
            var node = parts.addObject();
            node.put("name", part.name());
            node.put("bytes", part.bytes());
            part.digest().ifPresent(digest -> node.put("sha256Starts", digest));
        });
        put(root, "header", inspection.header());
        put(root, "claims", inspection.claims());
        put(root, "rights", inspection.rights());
        inspection.signature().ifPresent(words -> root.put("signature", words));
        var findings = root.putArray("findings");
        inspection.findings().forEach(finding -> {
            var node = findings.addObject();
            node.put("rule", finding.rule());
            node.put("severity", code(finding.severity()));
            node.put("what", finding.what());
            node.put("why", finding.why());
            node.put("how", finding.how());
            node.put("reference", finding.reference());
        });
        return root.toPrettyString();
    }

    private static void put(ObjectNode root, String name, List<Member> members) {
        var all = root.putArray(name);
        members.forEach(member -> {
            var node = all.addObject();
            node.put("name", member.name());
            node.set("value", member.value());
            node.put("meaning", member.meaning());
        });
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
