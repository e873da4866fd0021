package dev.trestle.components.verdict;

import java.util.List;

/**
 * Something that a design can lose at once.
 *
 * @param what in words: {@code Balancer instance 1 of 2}
 * @param node the id of the node, or null where an area is lost
 * @param instance its number from 1; 0 where all instances of the node are lost, or an area
 * @param area the id of the zone or region, or null
 * @param alike how many losses this one stands for: instances that do the same in the same place
 * @param alone ids of the nodes of which nothing is left where only this is lost, or that are asked about: single points
 *     of failure if the loss breaks something
 */
public record Loss(String what, String node, int instance, String area, int alike, List<String> alone) {
    public Loss {
        alone = List.copyOf(alone);
    }

    /** Its name, and how many it stands for. */
    public String line() {
        return alike > 1 ? what + " (stands for " + alike + " alike)" : what;
    }
}
