package dev.postern.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text that was sent, taken apart: what may be shown, and what a variable stands for. */
record Pieces(List<Piece> all) {

    /** A piece of it, as it was sent. */
    record Piece(String text, Optional<Variable> variable) {

        static Piece literal(String text) {
            return new Piece(text, Optional.empty());
        }

        static Piece hidden(Variable variable) {
            return new Piece(variable.value(), Optional.of(variable));
        }

        /** The text where it may be shown. */
        @Override
        public String toString() {
            return variable.map(Variable::toString).orElse(text);
        }
    }

    Pieces {
        all = List.copyOf(all);
    }

    static Pieces literal(String text) {
        return new Pieces(List.of(Piece.literal(text)));
    }

    /** These after a text that may be shown. */
    Pieces after(String before) {
        var more = new ArrayList<>(List.of(Piece.literal(before)));
        more.addAll(all);
        return new Pieces(more);
    }

    Stream<Variable> variables() {
        return all.stream().flatMap(piece -> piece.variable().stream());
    }

    /**
     * As a report shows it.
     *
     * @param note what may be told of a secret, beside the stars
     */
    String shown(UnaryOperator<String> note) {
        return all.stream()
                .map(piece -> piece.variable()
                        .map(v -> Redactor.STARS + note.apply(v.value()))
                        .orElse(piece.text()))
                .collect(Collectors.joining());
    }
}
