package dev.postern.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.api.target.Identity;
import dev.postern.doctor.Diagnosis.Complaint;
import dev.postern.doctor.Diagnosis.Mark;
import java.util.List;
import java.util.Locale;

/** A diagnosis as JSON, for programs. Codes and marks are stable; texts are for people. */
public final class DiagnosisJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DiagnosisJson() {}

    /** One object, indented. */
    public static String of(Diagnosis diagnosis) {
        var root = JSON.createObjectNode();
        root.put("target", diagnosis.target().name());
        root.put("baseUrl", diagnosis.target().baseUrl().toString());
        root.put("well", diagnosis.isWell());
        root.put("toRepair", diagnosis.toRepair());
        root.put("requests", diagnosis.requests());
        put(root, diagnosis.general());
        var identities = root.putArray("identities");
        for (var one : diagnosis.identities()) {
            var node = identities.addObject();
            node.put("identity", one.identity().name());
            node.put("scheme", one.identity().scheme());
            node.put("mark", code(one.mark()));
            node.put("credential", one.facts());
            put(node, one.complaints());
        }
        var operations = root.putArray("operations");
        for (var one : diagnosis.operations()) {
            var node = operations.addObject();
            node.put("operation", one.operation().id());
            node.put("call", one.operation().label());
            var cells = node.putArray("controls");
            one.cells().forEach(cell -> {
                var control = cells.addObject();
                control.put("identity", cell.sender().map(Identity::name).orElse(null));
                control.put("mark", code(cell.mark()));
                control.put("result", cell.result());
            });
            put(node, one.complaints());
        }
        return root.toPrettyString();
    }

    private static void put(ObjectNode in, List<Complaint> complaints) {
        ArrayNode all = in.putArray("complaints");
        for (var complaint : complaints) {
            var node = all.addObject();
            node.put("toRepair", complaint.toRepair());
            node.put("about", complaint.about());
            complaint.position().ifPresent(p -> node.put("position", p.toString()));
            node.put("seen", complaint.seen());
            var causes = node.putArray("causes");
            complaint.causes().forEach(cause -> {
                var one = causes.addObject();
                one.put("code", cause.code().code());
                one.put("likelihood", cause.likelihood().name().toLowerCase(Locale.ROOT));
                one.put("words", cause.words());
                one.put("remedy", cause.remedy());
            });
        }
    }

    private static String code(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
