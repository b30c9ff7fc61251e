package dev.postern.stacks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** Secrets of partners who sign by HMAC, in a table. */
final class SecretTable {

    private static final String URL = "jdbc:h2:mem:stacks;DB_CLOSE_DELAY=-1";

    private SecretTable() {}

    /** The secret of a kid, by a query that the kid becomes a part of. */
    static Optional<String> find(String kid) {
        try (var connection = open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT secret FROM partner_secrets WHERE kid = '" + kid + "'")) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static Connection open() throws SQLException {
        var connection = DriverManager.getConnection(URL);
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS partner_secrets (kid VARCHAR PRIMARY KEY, secret VARCHAR)");
            statement.execute(
                    "MERGE INTO partner_secrets VALUES ('partner', '5e884898da28047151d0e56f8dc6292773603d0d')");
        }
        return connection;
    }
}
