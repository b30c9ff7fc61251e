package dev.postern.api.audit;

import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * Trials that are kept in a file and read from there each time they are asked for, one by one: memory could not hold those
 * of a long audit. To be walked through rather than collected.
 */
public final class StoredTrials extends AbstractList<Trial> implements RandomAccess {

    private final int size;
    private final IntFunction<Trial> reading;

    /**
     * So many trials.
     *
     * @param reading reads one by its index; throws {@link java.io.UncheckedIOException} if that fails
     */
    public StoredTrials(int size, IntFunction<Trial> reading) {
        this.size = size;
        this.reading = reading;
    }

    @Override
    public Trial get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return reading.apply(index);
    }

    @Override
    public int size() {
        return size;
    }
}
