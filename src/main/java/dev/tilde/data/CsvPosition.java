package dev.tilde.data;

/** Where a reader stands, for messages. */
interface CsvPosition {
    /** Line on which the record being read begins, from 1. */
    long line();

    /** The cell being read is not what its column is declared to hold. */
    DataException problem(String column, String cell, String kind);
}
