package notes;

import dev.postern.api.junit.Audit;

@Audit(target = "classpath:notes-api.yaml")
class NotesApiIT {}
