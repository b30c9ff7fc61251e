package dev.postern.stacks;

import java.net.URI;

/** A running API with two protected operations, {@code GET /notes} and {@code GET /export}. */
interface Api extends AutoCloseable {

    String NOTES = """
            [{"id":"note-4711","title":"Roof of the north tower","text":"Three tiles are loose."},
             {"id":"note-4712","title":"Well","text":"The rope was renewed in May."}]""";

    String EXPORT = """
            {"archive":"castle-notes-2024","format":"zip","notes":412,"link":"https://files.stacks.test/castle-notes-2024"}""";

    URI url();

    @Override
    void close();
}
