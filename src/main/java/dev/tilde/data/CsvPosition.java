package dev.tilde.data;

/** Where a reader stands, for messages. */
interface CsvPosition {
    /** The cell being read is not what its column is declared to hold. */
    DataException problem(String column, String cell, String kind);
}
