package dev.postern.journal;

import dev.postern.api.audit.Trial;
import java.util.ArrayList;
import java.util.List;

/** Keeps trials as they are. */
final class TrialsInMemory implements TrialLog {

    private final List<Trial> trials = new ArrayList<>();

    @Override
    public void add(Trial trial) {
        trials.add(trial);
    }

    @Override
    public int size() {
        return trials.size();
    }

    @Override
    public void decidedBy(int index) {
        for (var i = 0; i < trials.size(); i++) {
            trials.set(i, trials.get(i).deciding(i == index));
        }
    }

    @Override
    public boolean isDecided() {
        return trials.stream().anyMatch(Trial::decided);
    }

    @Override
    public List<Trial> trials() {
        return List.copyOf(trials);
    }
}
