package dev.postern.cli;

import dev.postern.api.target.Identity;
import dev.postern.doctor.Cause;
import dev.postern.doctor.Diagnosis;
import dev.postern.doctor.Diagnosis.Cell;
import dev.postern.doctor.Diagnosis.Complaint;
import dev.postern.doctor.Diagnosis.Mark;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A diagnosis as lines for a person. */
final class DiagnosisListing {

    private static final int WIDTH = 100;
    private static final String CELLS = "      ";
    private static final String NOBODY = "(none)";

    private final Diagnosis diagnosis;
    private final String file;

    /**
     * A listing.
     *
     * @param file the target file as the user named it, for the next command
     */
    DiagnosisListing(Diagnosis diagnosis, String file) {
        this.diagnosis = diagnosis;
        this.file = file;
    }

    void print(PrintWriter out) {
        out.println("Target  " + diagnosis.target().name() + " at "
                + diagnosis.target().baseUrl());
        for (var complaint : diagnosis.general()) {
            out.println();
            print(complaint, "", out);
        }
        printIdentities(out);
        printOperations(out);
        printEnd(out);
    }

    private void printIdentities(PrintWriter out) {
        out.println();
        out.println("Identities");
        var name = width(diagnosis.identities().stream().map(i -> i.identity().name()));
        var scheme = width(diagnosis.identities().stream().map(i -> i.identity().scheme()));
        for (var one : diagnosis.identities()) {
            out.println("  " + sign(one.mark()) + " " + padded(one.identity().name(), name) + "  "
                    + padded(one.identity().scheme(), scheme) + "  " + one.facts());
            one.complaints().forEach(c -> print(c, CELLS, out));
        }
    }

    private void printOperations(PrintWriter out) {
        out.println();
        out.println("Operations");
        for (var one : diagnosis.operations()) {
            out.println("  " + one.operation().id() + ": " + one.operation().label());
            printCells(one.cells(), out);
            one.complaints().forEach(c -> print(c, CELLS, out));
        }
    }

    /** Several a line, so that one can look across a few operations at once. */
    private static void printCells(Collection<Cell> cells, PrintWriter out) {
        var results = cells.stream().map(Cell::result).distinct().toList();
        if (results.size() == 1 && cells.stream().allMatch(c -> c.mark() == Mark.NOT_TRIED)) {
            out.println(CELLS + sign(Mark.NOT_TRIED) + " " + results.get(0));
            return;
        }
        var line = new StringBuilder();
        for (var cell : cells) {
            var text =
                    sign(cell.mark()) + " " + cell.sender().map(Identity::name).orElse(NOBODY) + " " + cell.result();
            if (line.length() > 0 && CELLS.length() + line.length() + text.length() + 3 > WIDTH) {
                out.println(CELLS + line);
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : "   ").append(text);
        }
        if (line.length() > 0) {
            out.println(CELLS + line);
        }
    }

    private static void print(Complaint complaint, String indent, PrintWriter out) {
        out.println(indent + (complaint.toRepair() ? "! " : "* ") + head(complaint));
        for (var cause : complaint.causes()) {
            out.println(indent + "  " + padded(label(complaint, cause), 7) + "  " + cause.words());
            out.println(indent + "  " + padded(complaint.toRepair() ? "Repair" : "", 7) + "  " + cause.remedy());
        }
    }

    private static String head(Complaint complaint) {
        var place = complaint
                .position()
                .map(p -> Path.of(p.file()).getFileName() + ":" + p.line())
                .orElse("");
        return Stream.of(place, complaint.about(), complaint.seen())
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(": "));
    }

    private static String label(Complaint complaint, Cause cause) {
        if (!complaint.toRepair()) {
            return "Note";
        }
        return switch (cause.likelihood()) {
            case CERTAIN -> "Cause";
            case LIKELY -> "Likely";
            case POSSIBLE -> "Perhaps";
        };
    }

    private void printEnd(PrintWriter out) {
        var cells =
                diagnosis.operations().stream().flatMap(o -> o.cells().stream()).toList();
        var destructive = diagnosis.operations().stream()
                .filter(o -> o.operation().destructive() && !diagnosis.target().destructiveAllowed())
                .count();
        out.println();
        out.println(
                "+ granted, - denied, as it must be; ! to repair; ? unclear; * for the audit to report; . not tried."
                        + " " + NOBODY + " is the request without credential.");
        if (destructive > 0) {
            out.println(counted(destructive, "operation is", "operations are")
                    + " destructive and not tried; an audit tries them only with `destructive: allow`.");
        }
        out.println(counted(
                        cells.stream().filter(c -> c.mark() != Mark.NOT_TRIED).count(), "control", "controls") + ", "
                + counted(diagnosis.requests(), "request", "requests") + ": "
                + (diagnosis.isWell()
                        ? "nothing to repair."
                        : counted(diagnosis.toRepair(), "thing", "things") + " to repair."));
        out.println(
                diagnosis.isWell()
                        ? "Next: postern audit " + file
                        : "Next: repair, then again: postern doctor " + file);
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String sign(Mark mark) {
        return switch (mark) {
            case GRANTED -> "+";
            case DENIED -> "-";
            case TO_REPAIR -> "!";
            case UNCLEAR -> "?";
            case TO_REPORT -> "*";
            case NOT_TRIED -> ".";
        };
    }

    private static int width(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
