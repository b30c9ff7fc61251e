package dev.postern.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that the user wrote cannot be used. It tells all that is wrong, in the order of the files. */
public final class InvalidFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** Made of at least one problem. */
    public InvalidFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong. */
    public List<Problem> problems() {
        return problems;
    }
}
