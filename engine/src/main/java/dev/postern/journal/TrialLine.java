package dev.postern.journal;

import com.fasterxml.jackson.core.JsonToken;
import dev.postern.api.audit.StoredTrials;
import dev.postern.api.audit.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The line of a trial. Its number comes first, so that it is found without reading all of the line. */
final class TrialLine {

    static final String EVENT = "trial";

    private TrialLine() {}

    static byte[] of(int id, String caseId, Trial trial) {
        return JournalJson.line(EVENT, "id", id, "case", caseId, "trial", trial);
    }

    /** Its number; 0 if the line is that of another event. */
    static int id(byte[] line) throws IOException {
        try (var json = JournalJson.MAPPER.getFactory().createParser(line)) {
            return json.nextToken() == JsonToken.START_OBJECT
                            && "event".equals(json.nextFieldName())
                            && EVENT.equals(json.nextTextValue())
                            && "id".equals(json.nextFieldName())
                    ? json.nextIntValue(0)
                    : 0;
        }
    }

    /**
     * Trials that are read from these lines when they are asked for.
     *
     * @param decisive index of the one that decided, which was known later only; none if it is negative
     */
    static List<Trial> stored(Path file, List<Lines.Place> places, int decisive) {
        var fixed = List.copyOf(places);
        return new StoredTrials(fixed.size(), i -> {
            var trial = read(file, fixed.get(i));
            return i == decisive ? trial.deciding(true) : trial;
        });
    }

    private static Trial read(Path file, Lines.Place place) {
        try {
            var line = Lines.at(file, place);
            if (!SealedLine.isWhole(line)) {
                throw new IOException(file + ":" + place.number() + ": the line has changed since it was written");
            }
            return JournalJson.MAPPER.treeToValue(
                    JournalJson.MAPPER.readTree(line).get(EVENT), Trial.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
