package dev.trestle.components.kind;

import java.util.List;
import java.util.Map;

/**
 * A named technology as default settings of a kind.
 *
 * @param id unique within the kind
 * @param label the product's name
 * @param settings setting id to text
 * @param facts ids of the published facts behind the numbers
 */
public record Preset(String id, String label, Map<String, String> settings, List<String> facts) {}
