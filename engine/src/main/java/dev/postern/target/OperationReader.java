package dev.postern.target;

import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Target;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code operations} over those of the OpenAPI document, and checks that what they need is there. */
final class OperationReader {

    private final Set<String> schemes;
    private final Texts texts;
    private final Problems problems;
    private static final int MOST_NAMED = 5;

    private final List<OperationDraft> drafts;

    /**
     * @param schemes names of all schemes
     * @param drafts operations of the OpenAPI document
     */
    OperationReader(Set<String> schemes, List<OperationDraft> drafts, Texts texts, Problems problems) {
        this.schemes = schemes;
        this.drafts = new ArrayList<>(drafts);
        this.texts = texts;
        this.problems = problems;
    }

    /** Takes over what the target file says. */
    void read(Mapping operations, Optional<String> document) {
        for (var entry : operations.values()) {
            Names.check(entry, "operation", problems);
            var in = Mapping.of(entry, "operation " + Words.quote(entry.key()), texts, problems)
                    .allowing(Section.OPERATION.keys());
            if (entry.is(Kind.MAPPING)) {
                draft(entry, in, document).ifPresent(d -> d.apply(in, texts, schemes));
            }
        }
    }

    private Optional<OperationDraft> draft(Value entry, Mapping in, Optional<String> document) {
        var call = Call.read(in, false);
        var known = find(entry.key(), call);
        if (known.isPresent()) {
            known.get().id = entry.key();
            call.ifPresent(c -> known.get().call = c);
            return known;
        }
        if (!in.has("call")) {
            var ids = drafts.stream().filter(d -> d.fromOpenApi).map(d -> d.id).toList();
            in.error(
                    "call",
                    document.map(d -> in.owner() + " has no \"call\", and " + d + " has no operation of that id")
                            .orElse(in.owner() + " has no \"call\""),
                    document.isPresent()
                            ? Words.didYouMean(entry.key(), ids, "operations")
                            : "e.g. \"call: GET /orders/{id}\"");
            return Optional.empty();
        }
        return call.map(c -> {
            var made = new OperationDraft(entry.key(), c, entry.position(), false);
            drafts.add(made);
            return made;
        });
    }

    private Optional<OperationDraft> find(String id, Optional<Call> call) {
        return drafts.stream()
                .filter(d -> d.fromOpenApi && d.id.equals(id))
                .findFirst()
                .or(() -> drafts.stream()
                        .filter(d -> d.fromOpenApi && call.equals(Optional.of(d.call)))
                        .findFirst());
    }

    /** Takes over what the target file declares shared at its top: for all operations that have such a parameter. */
    void share(Mapping top) {
        var known = drafts.stream()
                .flatMap(d -> d.parameters().stream())
                .distinct()
                .sorted()
                .toList();
        for (var name : top.texts("shared", Use.CHECKED)) {
            if (!known.contains(name)) {
                top.error(
                        "shared",
                        "\"shared\" names the parameter " + top.shown("shared", name) + ", but no operation has one of"
                                + " that name",
                        Words.didYouMean(name, known, "parameters"));
            }
            drafts.stream().filter(d -> d.parameters().contains(name)).forEach(d -> d.shared.add(name));
        }
    }

    /** By id, in order; operations that no scheme of Postern can call are left out. */
    Map<String, Operation> finish() {
        var all = new LinkedHashMap<String, Operation>();
        for (var draft : drafts) {
            if (draft.unusable.isPresent()) {
                problems.warn(
                        draft.position,
                        draft.owner() + " is left out: " + draft.unusable.get(),
                        "say under operations: " + draft.id + ": requires: which scheme it needs");
                continue;
            }
            checkRequires(draft);
            checkTenant(draft);
            checkWith(draft);
            checkShared(draft);
            all.put(draft.id, draft.finish());
        }
        drafts.stream().filter(d -> all.containsKey(d.id)).forEach(d -> checkProbe(d, all));
        warnOfActions(drafts.stream().filter(d -> all.containsKey(d.id)).toList());
        return all;
    }

    private void warnOfActions(List<OperationDraft> used) {
        var acting = used.stream().filter(d -> d.actionWord().isPresent()).toList();
        if (!acting.isEmpty()) {
            problems.warn(
                    acting.get(0).position,
                    "by name or summary, "
                            + (acting.size() == 1 ? "this operation acts" : acting.size() + " operations act")
                            + " though the method only reads, and so "
                            + (acting.size() == 1 ? "counts" : "count") + " as destructive: "
                            + acting.stream()
                                    .limit(MOST_NAMED)
                                    .map(d -> Words.quote(d.id) + " (\""
                                            + d.actionWord().orElseThrow() + "\")")
                                    .collect(Collectors.joining(", "))
                            + (acting.size() > MOST_NAMED ? ", …" : ""),
                    "write \"destructive: false\" at an operation that only reads, \"destructive: true\" at one that acts");
        }
    }

    private void checkProbe(OperationDraft draft, Map<String, Operation> all) {
        if (draft.probe.isEmpty()) {
            return;
        }
        var id = draft.probe.get();
        var reads = all.values().stream()
                .filter(o -> o.method().equals("GET"))
                .map(Operation::id)
                .toList();
        if (all.get(draft.id).isRead()) {
            problems.error(
                    draft.probeAt,
                    draft.owner() + " only reads, and has a probe",
                    "remove \"probe\": it is for writes");
        } else if (!reads.contains(id)) {
            problems.error(
                    draft.probeAt,
                    "probe of " + draft.owner() + " must name an operation with GET, but is " + Words.quote(id),
                    Words.didYouMean(id, reads, "operations with GET"));
        }
    }

    private void checkRequires(OperationDraft draft) {
        if (draft.open.isEmpty()) {
            problems.error(
                    draft.position,
                    draft.owner() + " says neither \"public: true\" nor what it requires",
                    "add \"requires:\" with \"scheme:\" and one or more of " + String.join(", ", schemes));
        } else if (!draft.open.get() && draft.schemes.isEmpty()) {
            if (schemes.size() == 1) {
                draft.schemes = List.copyOf(schemes);
            } else {
                problems.error(
                        draft.requiresAt,
                        "requires of " + draft.owner() + " names no scheme",
                        "add \"scheme:\" with one or more of " + String.join(", ", schemes));
            }
        }
    }

    private void checkTenant(OperationDraft draft) {
        draft.tenant.filter(t -> t.in() == In.PATH).ifPresent(t -> {
            var parameters = parameters(draft);
            if (!parameters.contains(t.name())) {
                problems.error(
                        draft.tenantAt,
                        draft.owner() + " takes the tenant from " + t + ", but its path has no {" + t.name() + "}",
                        Words.didYouMean(t.name(), parameters, "path parameters"));
            }
        });
    }

    private void checkWith(OperationDraft draft) {
        var parameters = parameters(draft);
        for (var name : draft.with.keySet()) {
            if (!parameters.contains(name)) {
                problems.error(
                        draft.position,
                        "with of " + draft.owner() + " gives " + Words.quote(name) + ", but its path has no {" + name
                                + "}",
                        Words.didYouMean(name, parameters, "path parameters"));
            }
        }
    }

    private void checkShared(OperationDraft draft) {
        var parameters = draft.parameters();
        for (var name : draft.shared) {
            if (!parameters.contains(name)) {
                problems.error(
                        draft.sharedAt,
                        "shared of " + draft.owner() + " names " + Words.quote(name)
                                + ", but it has no parameter of that name",
                        Words.didYouMean(name, parameters, "parameters"));
            }
        }
    }

    private static List<String> parameters(OperationDraft draft) {
        return Names.parameters(draft.call.path()).orElse(List.of());
    }

    /** Notes what would keep a request from being made: a parameter without value. */
    void checkValues(Target target) {
        for (var draft : drafts) {
            var operation = target.operations().get(draft.id);
            if (operation == null || (draft.fromOpenApi && operation.destructive() && !target.destructiveAllowed())) {
                continue;
            }
            draft.lacks.values().forEach(l -> problems.warn(draft.position, l.message(), l.hint()));
            for (var parameter : parameters(draft)) {
                without(target, operation, parameter).ifPresent(who -> complain(draft, parameter, who));
            }
        }
    }

    private void complain(OperationDraft draft, String parameter, String who) {
        var message = "path parameter {" + parameter + "} of " + draft.owner() + " has no value" + who;
        var hint = draft.tenant.equals(Optional.of(new ParameterRef(In.PATH, parameter)))
                ? "give the identity a tenant"
                : "give it under operations: " + draft.id + ": with: " + parameter + ": …"
                        + (who.isEmpty() ? "" : ", or under \"with\" of the identity");
        if (draft.fromOpenApi) {
            problems.warn(draft.position, message, hint);
        } else {
            problems.error(draft.position, message, hint);
        }
    }

    /** For whom a parameter has no value, as the end of a sentence; empty where it always has one. */
    private static Optional<String> without(Target target, Operation operation, String parameter) {
        if (operation.with().containsKey(parameter)) {
            return Optional.empty();
        }
        var ofTenant = operation.requires().tenant().equals(Optional.of(new ParameterRef(In.PATH, parameter)));
        var matrix = new AccessMatrix(target);
        var granted = operation.requires().schemes().stream()
                .flatMap(s -> matrix.granted(operation, s).stream())
                .toList();
        if (granted.isEmpty() && !ofTenant) {
            return Optional.of("");
        }
        return granted.stream()
                .filter(i -> !i.with().containsKey(parameter)
                        && !(ofTenant && i.tenant().isPresent()))
                .map(Identity::name)
                .findFirst()
                .map(name -> " for identity " + Words.quote(name));
    }
}
