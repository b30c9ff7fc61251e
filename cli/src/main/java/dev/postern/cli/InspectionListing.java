package dev.postern.cli;

import dev.postern.inspection.Inspection;
import dev.postern.inspection.Inspection.Member;
import dev.postern.inspection.Inspection.Part;
import dev.postern.inspection.TokenFinding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An inspection as lines for a person. */
final class InspectionListing {
    /** Longer values push their own meaning aside, and not that of all others. */
    private static final int WIDEST = 32;

    private final Inspection inspection;

    InspectionListing(Inspection inspection) {
        this.inspection = inspection;
    }

    void print(PrintWriter out) {
        out.println("Token   " + inspection.kind().words());
        out.println("Length  " + inspection.characters() + " characters: "
                + inspection.parts().stream().map(InspectionListing::words).collect(Collectors.joining(", ")));
        inspection.signature().ifPresent(words -> out.println("Signed  " + words));
        print("Header", inspection.header(), out);
        print("Claims", inspection.claims(), out);
        print("Rights", inspection.rights(), out);
        printFindings(out);
    }

    private static String words(Part part) {
        return part.name() + " " + part.bytes() + " bytes"
                + part.digest().map(digest -> " (SHA-256 " + digest + "…)").orElse("");
    }

    private static void print(String title, List<Member> members, PrintWriter out) {
        if (members.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        int name = width(members.stream().map(Member::name).toList());
        int value = width(members.stream().map(Member::text).toList());
        members.forEach(member -> out.println(
                ("  " + padded(member.name(), name) + "  " + padded(member.text(), value) + "  " + member.meaning())
                        .stripTrailing()));
    }

    private void printFindings(PrintWriter out) {
        out.println();
        if (inspection.findings().isEmpty()) {
            out.println("Nothing dubious was found" + (inspection.header().isEmpty() ? ": nothing can be read." : "."));
            return;
        }
        out.println("Findings");
        int rule = width(inspection.findings().stream().map(TokenFinding::rule).toList());
        inspection
                .findings()
                .forEach(finding -> out.println("  "
                        + padded(finding.severity().name().toLowerCase(Locale.ROOT), 8) + "  "
                        + padded(finding.rule(), rule)
                        + "  " + finding.what() + ": " + finding.why() + "; " + finding.how() + " ("
                        + finding.reference()
                        + ")"));
    }

    private static int width(List<String> texts) {
        return Math.min(WIDEST, texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
