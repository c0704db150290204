package dev.tilde.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/**
 * Decodes a file and refuses what is no text: bytes that the encoding does not have, NUL, and files that begin like a
 * known binary format. Drops a byte order mark. The first characters can be looked at before they are read.
 */
final class StrictReader extends Reader {
    private static final int SIZE = 1 << 16;

    private final InputStream in;
    private final String source;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(SIZE).limit(0);
    private long line = 1;
    private char last;
    private boolean ended;

    StrictReader(InputStream in, String source, Charset encoding) throws IOException {
        this.in = in;
        this.source = source;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        fillBytes();
        refuseBinary();
        decode();
        if (chars.hasRemaining() && chars.get(chars.position()) == '\ufeff') {
            chars.get();
        }
    }

    /** The characters that are decoded and not read yet: at the start, the first 64 KB or the whole file. */
    CharSequence ahead() {
        return chars;
    }

    private void refuseBinary() {
        String what = switch (start(4)) {
            case "504b0304" -> "a zip archive or an Excel workbook; save the sheet as CSV";
            case "d0cf11e0" -> "an old Excel workbook; save the sheet as CSV";
            case "50415231" -> "a Parquet file; convert it to CSV";
            default -> start(2).equals("1f8b") ? "a gzip archive; unpack it first" : "";
        };
        if (!what.isEmpty()) {
            throw problem(source + " is no text, it begins like " + what);
        }
        String mark = start(2);
        String name = decoder.charset().name();
        if ((mark.equals("fffe") || mark.equals("feff")) && !name.startsWith("UTF-16") && !name.startsWith("UTF-32")) {
            throw problem(source + " begins like UTF-16 text, not " + name + "; --encoding UTF-16 reads it");
        }
    }

    private String start(int n) {
        StringBuilder hex = new StringBuilder();
        for (int i = bytes.position(); i < Math.min(bytes.limit(), bytes.position() + n); i++) {
            hex.append(String.format(Locale.ROOT, "%02x", bytes.get(i)));
        }
        return hex.toString();
    }

    private void fillBytes() throws IOException {
        bytes.compact();
        while (bytes.hasRemaining() && !ended) {
            int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (n < 0) {
                ended = true;
            } else {
                bytes.position(bytes.position() + n);
            }
        }
        bytes.flip();
    }

    /** Decodes the bytes there are; the characters read before are gone. */
    private void decode() {
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, ended);
        if (ended && result.isUnderflow() && !bytes.hasRemaining()) {
            decoder.flush(chars);
        }
        chars.flip();
        char[] all = chars.array();
        for (int i = 0; i < chars.limit(); i++) {
            char c = all[i];
            if (c == '\r' || c == '\n' && last != '\r') {
                line++;
            } else if (c == 0) {
                throw problem(source + " line " + line
                        + " has a NUL character, so this is no text, or text in another encoding than "
                        + decoder.charset().name() + "; --encoding names it");
            }
            last = c;
        }
        if (result.isError()) {
            throw problem(
                    source + " line " + line + " is not " + decoder.charset().name() + ": byte 0x"
                            + String.format(Locale.ROOT, "%02X", bytes.get(bytes.position()))
                            + "; --encoding names another encoding, such as windows-1252");
        }
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended && !bytes.hasRemaining()) {
                return -1;
            }
            fillBytes();
            decode();
        }
        int n = Math.min(length, chars.remaining());
        chars.get(to, from, n);
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private DataException problem(String message) {
        return new DataException(message, source, -1, "");
    }
}
