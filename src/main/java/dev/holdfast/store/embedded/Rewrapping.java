package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.Sealer;
import dev.holdfast.store.StoreException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Puts data keys from under one master key under another; the values stay as they are. */
final class Rewrapping {

    private Rewrapping() {}

    static int all(Connection connection, Sealer sealer, MasterKey from, MasterKey to) throws SQLException {
        byte[] before = Envelope.wrappingKey(from);
        byte[] after = Envelope.wrappingKey(to);
        int changed = 0;
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT id, key_id, data_key FROM secret ORDER BY id");
                PreparedStatement update = connection.prepareStatement("UPDATE secret SET data_key = ? WHERE id = ?")) {
            while (rows.next()) {
                byte[] place = Envelope.dataKeyPlace(rows.getString(2));
                update.setBytes(1, under(sealer, before, after, place, rows.getBytes(3)));
                update.setLong(2, rows.getLong(1));
                update.executeUpdate();
                changed++;
            }
            return changed;
        } finally {
            Arrays.fill(before, (byte) 0);
            Arrays.fill(after, (byte) 0);
        }
    }

    private static byte[] under(Sealer sealer, byte[] before, byte[] after, byte[] place, byte[] wrapped) {
        try {
            byte[] dataKey = Sealer.open(before, place, wrapped);
            try {
                return sealer.seal(after, place, dataKey);
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw StoreException.unavailable(
                    "The key of a secret does not open: its row was changed or moved.",
                    "Restore the database from a backup; nothing was changed.");
        }
    }
}
