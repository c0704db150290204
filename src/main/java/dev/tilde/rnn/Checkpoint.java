package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Plane;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file with the states of training, from which an interrupted training goes on to the same bits. It holds a
 * fingerprint of data, formula and options: another fit does not go on from it. Written beside and moved into place, so
 * that a kill while it is written leaves the one before. The engine that computed stands at the end; files from before
 * there were engines end without a word, and were computed in Java.
 */
final class Checkpoint {
    private static final long MAGIC = 0x54494C4445434B50L; // TILDECKP
    private static final int VERSION = 1;
    private static final long LARGEST = 1L << 30;
    private static final String ANEW = "; remove it to start anew";

    private final Path file;
    private final long fingerprint;
    private final long interval;
    private final Engine engine;
    private Engine before;
    private final Map<Integer, byte[]> states = new TreeMap<>();
    private long saved;

    /**
     * @param interval milliseconds between two writings; the last state is always written
     * @param engine that computes now
     */
    private Checkpoint(Path file, long fingerprint, long interval, Engine engine) {
        this.engine = engine;
        this.before = engine;
        this.file = file;
        this.fingerprint = fingerprint;
        this.interval = interval;
        this.saved = System.currentTimeMillis();
    }

    /**
     * A new file, or one to go on from.
     *
     * @throws DataException if the file is damaged, from a newer version, or of another fit
     */
    static Checkpoint of(Path file, long fingerprint, long interval, Engine engine) {
        Checkpoint checkpoint = new Checkpoint(file, fingerprint, interval, engine);
        if (Files.exists(file)) {
            checkpoint.read();
        }
        return checkpoint;
    }

    private void read() {
        try {
            if (Files.size(file) > LARGEST) {
                throw wrong("is larger than a checkpoint can be" + ANEW);
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < 32) {
                throw wrong("is cut short" + ANEW);
            }
            CRC32 sum = new CRC32();
            sum.update(bytes, 0, bytes.length - 8);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readLong() != MAGIC) {
                throw wrong("is no checkpoint of Tilde; name another file, or remove it to start anew");
            }
            int version = in.readInt();
            if (version > VERSION) {
                throw wrong("comes from a newer version of Tilde (format " + version + ", this one reads " + VERSION
                        + "); go on with that version, or remove it to start anew");
            }
            DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, bytes.length - 8, 8));
            if (end.readLong() != sum.getValue()) {
                throw wrong("is damaged: its checksum does not match" + ANEW);
            }
            if (in.readLong() != fingerprint) {
                throw wrong(
                        "is of another fit: data, formula, options, seed, or what epochs are judged by differ" + ANEW);
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                int restart = in.readInt();
                byte[] state = new byte[in.readInt()];
                in.readFully(state);
                states.put(restart, state);
            }
            before = in.available() > 8 ? engine(in.readUTF()) : Engine.JAVA;
        } catch (IOException | NegativeArraySizeException e) {
            throw wrong("cannot be read: " + e.getMessage() + ANEW);
        }
    }

    private Engine engine(String word) {
        for (Engine e : Engine.values()) {
            if (e.word().equals(word)) {
                return e;
            }
        }
        throw wrong("was computed by an engine that this version of Tilde does not know: " + word + ANEW);
    }

    /** The engine that wrote the file; the one that computes now if there was none. */
    Engine before() {
        return before;
    }

    private DataException wrong(String what) {
        return new DataException("the checkpoint " + file + " " + what);
    }

    /** Where a restart stood: sets the network's parameters; null when it has not begun. */
    @Nullable
    TrainerState restored(int restart, Network network, Optimizer optimizer) {
        byte[] bytes;
        synchronized (this) {
            bytes = states.get(restart);
        }
        if (bytes == null) {
            return null;
        }
        TrainerState state = TrainerState.start(network, optimizer);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            state.read(in);
            read(in, network.all);
        } catch (IOException e) {
            throw wrong("is damaged: " + e.getMessage() + ANEW);
        }
        return state;
    }

    /** Keeps a state, and writes the file when it is time or training has ended. */
    void keep(int restart, Network network, TrainerState state, boolean ended) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            state.write(out);
            write(out, network.all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            states.put(restart, bytes.toByteArray());
            long now = System.currentTimeMillis();
            if (ended || now - saved >= interval) {
                save();
                saved = now;
            }
        }
    }

    /** Writes what is kept. */
    synchronized void flush() {
        save();
    }

    private void save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(fingerprint);
            out.writeInt(states.size());
            for (Map.Entry<Integer, byte[]> e : states.entrySet()) {
                out.writeInt(e.getKey());
                out.writeInt(e.getValue().length);
                out.write(e.getValue());
            }
            out.writeUTF(engine.word());
            CRC32 sum = new CRC32();
            sum.update(bytes.toByteArray());
            out.writeLong(sum.getValue());
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            Files.write(beside, bytes.toByteArray());
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint " + file, e);
        }
    }

    static void write(DataOutputStream out, Plane plane) throws IOException {
        out.writeInt(plane.length());
        for (int i = 0; i < plane.length(); i++) {
            out.writeDouble(plane.get(i));
        }
    }

    static void read(DataInputStream in, Plane plane) throws IOException {
        if (in.readInt() != plane.length()) {
            throw new IOException("other numbers of parameters");
        }
        for (int i = 0; i < plane.length(); i++) {
            plane.set(i, in.readDouble());
        }
    }
}
