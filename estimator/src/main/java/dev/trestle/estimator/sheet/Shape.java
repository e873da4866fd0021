package dev.trestle.estimator.sheet;

import dev.trestle.estimator.quantity.Dimension;

/**
 * What a cell must yield: its dimension without nouns. A cell with a shape drops its nouns, so that 7.7 photo/s and
 * 2,900 view/s add up to requests per second.
 *
 * @param plain the dimension wanted, without nouns
 * @param example ends the sentence "expected ..."
 */
public record Shape(Dimension plain, String example) {

    public static final Shape RATE = new Shape(Dimension.PER_SECOND, "a count per time such as 5000/s or 2 photo/day");
    public static final Shape BYTES = new Shape(Dimension.BYTE, "an amount of data such as 500 B or 5 MB/photo");
    public static final Shape BANDWIDTH =
            new Shape(Dimension.BYTE.per(Dimension.SECOND), "data per time such as 90 MB/s or 3 Gbit/s");
    public static final Shape COUNT = new Shape(Dimension.NONE, "a count such as 240 M or 3");
    public static final Shape TIME = new Shape(Dimension.SECOND, "a time such as 8 ms or 30 d");
    public static final Shape MONEY = new Shape(Dimension.USD, "an amount of money such as 12 kUSD");
}
