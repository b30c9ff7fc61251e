package dev.postern.docs;

import dev.postern.stage.Stage;
import java.net.URI;

/** The application that the guide starts. */
record OrdersApplication(Stage stage) implements AutoCloseable {

    static OrdersApplication startOnFreePort() {
        return new OrdersApplication(Stage.open(Stage.ORDERS));
    }

    URI uri() {
        return stage.url();
    }

    @Override
    public void close() {
        stage.close();
    }
}
