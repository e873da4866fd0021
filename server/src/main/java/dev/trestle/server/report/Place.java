package dev.trestle.server.report;

/** A point on the canvas, in pixels. */
record Place(double x, double y) {
    double to(Place other) {
        return Math.hypot(other.x - x, other.y - y);
    }

    /** The point that lies {@code by} pixels from here towards another. */
    Place toward(Place other, double by) {
        double whole = to(other);
        return whole == 0 ? this : new Place(x + (other.x - x) * by / whole, y + (other.y - y) * by / whole);
    }

    @Override
    public String toString() {
        return number(x) + " " + number(y);
    }

    /** A coordinate with at most one decimal. */
    static String number(double value) {
        double tenths = Math.round(value * 10) / 10.0;
        return tenths == Math.rint(tenths) ? String.valueOf((long) tenths) : String.valueOf(tenths);
    }

    /** A rectangle on the canvas: upper left corner and size. */
    record Box(double x, double y, double w, double h) {
        double right() {
            return x + w;
        }

        double bottom() {
            return y + h;
        }

        /** The box round both. */
        Box with(Box other) {
            double left = Math.min(x, other.x);
            double top = Math.min(y, other.y);
            return new Box(
                    left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
        }

        /** Whether a straight piece passes more than two pixels clear of it. */
        boolean clearOf(Place p, Place q) {
            return Math.max(p.x(), q.x()) < x - 2
                    || Math.min(p.x(), q.x()) > right() + 2
                    || Math.max(p.y(), q.y()) < y - 2
                    || Math.min(p.y(), q.y()) > bottom() + 2;
        }
    }
}
