package dev.trestle.estimator.fact;

import java.util.List;

/**
 * A price per GB that falls with the volume of a month: what leaves through a content network, what leaves servers, and
 * what an object store keeps.
 *
 * <p>The providers count a tier's TB as 1,024 GB ({@code egress.tier.unit}) and a GB as 10^9 bytes here.
 */
public enum Tiers {
    /** CloudFront, United States and Europe. */
    CDN(
            List.of(0, 10, 50, 150, 500, 1_024, 5_120),
            List.of(
                    "cdn.gb.price",
                    "cdn.gb.price.10tb",
                    "cdn.gb.price.50tb",
                    "cdn.gb.price.150tb",
                    "cdn.gb.price.500tb",
                    "cdn.gb.price.1pb",
                    "cdn.gb.price.5pb")),
    /** EC2 and everything before it, to the internet; the free 100 GB a month are left out. */
    INTERNET(
            List.of(0, 10, 50, 150),
            List.of("egress.gb.price", "egress.gb.price.10tb", "egress.gb.price.50tb", "egress.gb.price.150tb")),
    /** S3 Standard, what is kept for a month. */
    OBJECTS(
            List.of(0, 50, 500),
            List.of("object.storage.price", "object.storage.price.50tb", "object.storage.price.500tb"));

    private final List<Integer> fromTb;
    private final List<String> facts;

    Tiers(List<Integer> fromTb, List<String> facts) {
        this.fromTb = fromTb;
        this.facts = facts;
    }

    public int count() {
        return facts.size();
    }

    /** Where a tier begins, in GB a month. */
    public double fromGb(int tier) {
        return fromTb.get(tier) * Fact.of("egress.tier.unit").value();
    }

    /** The id of the fact with a tier's price in USD per GB. */
    public String factId(int tier) {
        return facts.get(tier);
    }

    /** What so many GB in a month cost, in USD. */
    public double price(double gb) {
        double sum = 0;
        for (int tier = 0; tier < count() && gb > fromGb(tier); tier++) {
            double end = tier + 1 < count() ? Math.min(gb, fromGb(tier + 1)) : gb;
            sum += (end - fromGb(tier)) * Fact.of(factId(tier)).value();
        }
        return sum;
    }
}
