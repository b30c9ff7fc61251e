package dev.postern.journal;

import dev.postern.api.audit.Trial;
import java.util.List;

/** Takes the trials of one case as they come. Used by one thread at a time. */
public interface TrialLog {

    /** Takes the next trial; free of secrets. */
    void add(Trial trial);

    /** How many were taken. */
    int size();

    /** Marks the one with that index, from 0 on, as the one that decided, in place of another one. */
    void decidedBy(int index);

    /** Whether one is marked. */
    boolean isDecided();

    /** All that were taken until now. */
    List<Trial> trials();

    /** One that keeps them in memory: for what is written nowhere. */
    static TrialLog inMemory() {
        return new TrialsInMemory();
    }
}
