package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.Problem;
import dev.postern.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan with what it was made of. Build tools ask for the same one several times a run, so it is kept for as long as the
 * files that were read for it stay the same.
 *
 * @param doubts what the user should know of the target file, though it can be used
 * @param files what was read for it, by a digest of the content
 */
record Planned(Plan plan, CheckCatalogue catalogue, List<Problem> doubts, Map<Path, String> files) {

    private static final int MOST = 64;

    private static final Map<Key, Planned> MADE = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Planned> eldest) {
            return size() > MOST;
        }
    });

    /** What else a plan depends on: the loader knows checks and built-in checklists, attestations run out by the day. */
    private record Key(AuditDefinition definition, List<String> only, ClassLoader loader, LocalDate day) {}

    /**
     * The plan of an audit.
     *
     * @param only ids of checks to plan, with wildcards; all where it is empty
     * @throws dev.postern.yaml.InvalidFileException where files are wrong, with all problems of all of them
     * @throws UnknownCheckException where one of the ids leads to no check of the checklist
     * @throws CheckCatalogue.BrokenException where a check on the class path cannot be used
     */
    static Planned of(AuditDefinition definition, List<String> only) {
        var key = new Key(
                definition,
                only,
                Thread.currentThread().getContextClassLoader(),
                LocalDate.now(ZoneId.systemDefault()));
        var known = MADE.get(key);
        if (known != null && known.isCurrent()) {
            return known;
        }
        var made = make(definition, only);
        MADE.put(key, made);
        return made;
    }

    private static Planned make(AuditDefinition definition, List<String> only) {
        var catalogue = CheckCatalogue.load();
        var doubts = new ArrayList<Problem>();
        Set<Path> read = new LinkedHashSet<>();
        var plan = SourceFile.watched(read::add, () -> definition.plan(catalogue, only, doubts::add));
        var files = new LinkedHashMap<Path, String>();
        read.forEach(file -> files.put(file, digest(file)));
        return new Planned(plan, catalogue, List.copyOf(doubts), files);
    }

    private boolean isCurrent() {
        return files.entrySet().stream().allMatch(e -> e.getValue().equals(digest(e.getKey())));
    }

    /** Not the time of its last change, which may be the same after two changes. */
    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
