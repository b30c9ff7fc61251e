package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept, and how much of it. */
class MemoTest {

    private final AtomicInteger made = new AtomicInteger();

    private byte[] get(Memo<Integer, byte[]> memo, int key) {
        return memo.get(key, k -> {
            made.incrementAndGet();
            return new byte[1000];
        });
    }

    @Test
    void a_value_is_made_once_for_as_long_as_it_is_kept() {
        var memo = new Memo<Integer, byte[]>(10_000, bytes -> bytes.length);

        assertThat(get(memo, 1)).isSameAs(get(memo, 1));
        assertThat(made).hasValue(1);
    }

    @Test
    void those_that_were_asked_for_longest_ago_go_when_all_weigh_too_much() {
        var memo = new Memo<Integer, byte[]>(10_000, bytes -> bytes.length);
        for (var key = 1; key <= 30; key++) {
            get(memo, 0); // asked for all the while
            get(memo, key);
        }
        assertThat(made).hasValue(31);

        get(memo, 0);
        get(memo, 30);
        assertThat(made).as("still there").hasValue(31);
        get(memo, 1);
        assertThat(made).as("made again").hasValue(32);
    }

    @Test
    void a_memo_that_is_cleared_holds_nothing() throws InterruptedException {
        var memo = new Memo<Integer, byte[]>(1_000_000, bytes -> bytes.length);
        List<WeakReference<byte[]>> values = new ArrayList<>();
        IntStream.range(0, 100).forEach(key -> values.add(new WeakReference<>(get(memo, key))));

        memo.clear();

        for (var i = 0; i < 50 && values.stream().anyMatch(v -> v.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(values).allMatch(v -> v.get() == null);
        assertThat(get(memo, 1)).hasSize(1000);
    }
}
