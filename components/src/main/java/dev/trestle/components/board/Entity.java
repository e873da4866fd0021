package dev.trestle.components.board;

/**
 * A kind of stored thing. All four are texts, null when absent: {@code size} is bytes or bytes per item (or a formula),
 * {@code count} how many there are, {@code popularity} how requests spread over the keys, {@code fields} for readers.
 */
public record Entity(String size, String count, String popularity, String fields) {}
