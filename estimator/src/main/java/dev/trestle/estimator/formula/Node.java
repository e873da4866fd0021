package dev.trestle.estimator.formula;

import dev.trestle.estimator.quantity.Amount;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Range;
import dev.trestle.estimator.quantity.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** A part of a formula's tree. {@code at} is the offset of the token that names it. */
sealed interface Node {

    int at();

    /** Its type, given the types of names; throws BadText at the token that does not fit. */
    Type type(Typing typing);

    /** Its samples in base units: one number when certain. */
    double[] samples(Scope scope);

    /** The text, for errors, and the types of the names in it. */
    record Typing(String text, Function<String, Type> names) {

        BadText bad(int at, String says) {
            return new BadText(text, at, says);
        }
    }

    record Number(int at, Amount amount) implements Node {

        @Override
        public Type type(Typing typing) {
            return Type.of(amount.unit().dimension(), amount.unit().bits());
        }

        @Override
        public double[] samples(Scope scope) {
            return new double[] {amount.quantity().value()};
        }
    }

    record Spread(int at, Range range, int index) implements Node {

        @Override
        public Type type(Typing typing) {
            return Type.of(range.dimension(), range.high().unit().bits());
        }

        @Override
        public double[] samples(Scope scope) {
            return scope.draw(index);
        }
    }

    record Name(int at, String name) implements Node {

        @Override
        public Type type(Typing typing) {
            return typing.names().apply(name);
        }

        @Override
        public double[] samples(Scope scope) {
            return scope.cell(name);
        }
    }

    record Negative(int at, Node operand) implements Node {

        @Override
        public Type type(Typing typing) {
            return operand.type(typing);
        }

        @Override
        public double[] samples(Scope scope) {
            return Arrays.map(operand.samples(scope), x -> -x);
        }
    }

    record Binary(int at, char operator, Node left, Node right) implements Node {

        @Override
        public Type type(Typing typing) {
            Type a = left.type(typing);
            Type b = right.type(typing);
            return switch (operator) {
                case '*' -> a.times(b);
                case '/' -> a.per(b);
                case '^' -> power(typing, a, b);
                default -> {
                    String mismatch = a.mismatch(b);
                    if (mismatch != null) {
                        throw typing.bad(
                                right.at(), "cannot " + (operator == '+' ? "add" : "subtract") + ": " + mismatch);
                    }
                    yield a;
                }
            };
        }

        private Type power(Typing typing, Type base, Type exponent) {
            if (!exponent.dimension().isNone()) {
                throw typing.bad(
                        right.at(),
                        "an exponent is a plain number, not "
                                + exponent.dimension().words());
            }
            if (base.dimension().isNone()) {
                return Type.NUMBER;
            }
            Double n = literal(right);
            if (n == null || n != Math.rint(n) || Math.abs(n) > 9) {
                throw typing.bad(
                        right.at(),
                        "a quantity in " + base.dimension().words()
                                + " can only be raised to a whole number from -9 to 9 written here");
            }
            return base.power(n.intValue());
        }

        private static Double literal(Node node) {
            if (node instanceof Number number) {
                return number.amount().number();
            }
            return node instanceof Negative negative && negative.operand() instanceof Number number
                    ? Double.valueOf(-number.amount().number())
                    : null;
        }

        @Override
        public double[] samples(Scope scope) {
            double[] a = left.samples(scope);
            double[] b = right.samples(scope);
            return switch (operator) {
                case '*' -> Arrays.zip(a, b, (x, y) -> x * y);
                case '/' -> Arrays.zip(a, b, (x, y) -> x / y);
                case '^' -> Arrays.zip(a, b, StrictMath::pow);
                case '+' -> Arrays.zip(a, b, (x, y) -> x + y);
                default -> Arrays.zip(a, b, (x, y) -> x - y);
            };
        }
    }

    record Call(int at, Functions function, List<Node> arguments) implements Node {

        @Override
        public Type type(Typing typing) {
            Type first = arguments.get(0).type(typing);
            for (Node argument : arguments.subList(1, arguments.size())) {
                String mismatch = first.mismatch(argument.type(typing));
                if (mismatch != null) {
                    throw typing.bad(
                            argument.at(),
                            "cannot take the " + function.word() + ": "
                                    + mismatch.replace("the left side", "the first value"));
                }
            }
            return first;
        }

        @Override
        public double[] samples(Scope scope) {
            if (function.single() != null) {
                return Arrays.map(arguments.get(0).samples(scope), function.single());
            }
            double[] result = arguments.get(0).samples(scope);
            for (Node argument : arguments.subList(1, arguments.size())) {
                result = Arrays.zip(result, argument.samples(scope), function.fold());
            }
            return result;
        }
    }

    /** {@code operand in unit}: the same value, to be shown in that unit. */
    record In(int at, Node operand, Unit unit) implements Node {

        @Override
        public Type type(Typing typing) {
            Type type = operand.type(typing);
            if (!type.dimension().equals(unit.dimension())) {
                throw typing.bad(
                        at,
                        "cannot show " + type.dimension().words() + " in " + unit.text() + ", which is "
                                + unit.dimension().words());
            }
            return Type.of(unit.dimension(), unit.bits());
        }

        @Override
        public double[] samples(Scope scope) {
            return operand.samples(scope);
        }
    }

    /** {@code 20%: a; 80%: b}: classes of a population, whose total behaves as their weighted mean. */
    record Mixture(int at, List<Double> shares, List<Node> classes) implements Node {

        @Override
        public Type type(Typing typing) {
            Type first = classes.get(0).type(typing);
            for (Node node : classes) {
                String mismatch = first.mismatch(node.type(typing));
                if (mismatch != null) {
                    throw typing.bad(
                            node.at(), "classes must be alike: " + mismatch.replace("the left side", "the first"));
                }
            }
            return first;
        }

        @Override
        public double[] samples(Scope scope) {
            double[] mean = {0};
            for (int i = 0; i < classes.size(); i++) {
                double share = shares.get(i);
                mean = Arrays.zip(mean, classes.get(i).samples(scope), (sum, x) -> sum + share * x);
            }
            return mean;
        }
    }

    /** Every name in the tree, left to right. */
    static List<Name> names(Node node) {
        List<Name> names = new ArrayList<>();
        collect(node, names);
        return names;
    }

    private static void collect(Node node, List<Name> names) {
        if (node instanceof Name name) {
            names.add(name);
        } else if (node instanceof Negative negative) {
            collect(negative.operand(), names);
        } else if (node instanceof Binary binary) {
            collect(binary.left(), names);
            collect(binary.right(), names);
        } else if (node instanceof Call call) {
            call.arguments().forEach(argument -> collect(argument, names));
        } else if (node instanceof In in) {
            collect(in.operand(), names);
        } else if (node instanceof Mixture mixture) {
            mixture.classes().forEach(item -> collect(item, names));
        }
    }

    /** Arithmetic on samples, where an array of length 1 stands for a constant. */
    final class Arrays {

        private Arrays() {}

        static double[] map(double[] a, DoubleUnaryOperator f) {
            double[] result = new double[a.length];
            for (int i = 0; i < a.length; i++) {
                result[i] = f.applyAsDouble(a[i]);
            }
            return result;
        }

        static double[] zip(double[] a, double[] b, DoubleBinaryOperator f) {
            double[] result = new double[Math.max(a.length, b.length)];
            for (int i = 0; i < result.length; i++) {
                result[i] = f.applyAsDouble(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
            }
            return result;
        }
    }
}
