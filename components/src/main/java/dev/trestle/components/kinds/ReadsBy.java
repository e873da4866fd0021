package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.EntityPlan;
import java.util.List;

/**
 * The reads that a setting names: {@code Order} for all reads of an entity, {@code Order by User} only for those that use
 * the key of another one.
 */
final class ReadsBy {
    /** By entity, and by the entity whose key is used, from 1; 0 where there is none. */
    private final boolean[][] named;

    ReadsBy(List<String> names, List<EntityPlan> entities) {
        named = new boolean[entities.size()][entities.size() + 1];
        for (int entity = 0; entity < named.length; entity++) {
            String name = entities.get(entity).name();
            for (int by = 0; by < named[entity].length; by++) {
                named[entity][by] = names.contains(name)
                        || by > 0
                                && names.contains(
                                        name + " by " + entities.get(by - 1).name());
            }
        }
    }

    boolean has(Call call) {
        return named[call.subject][call.keyEntity + 1];
    }
}
