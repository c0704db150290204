package dev.tilde.formula;

/**
 * Something in a formula that is allowed and probably not meant.
 *
 * @param rule a word for programs: {@code no-op-power}, {@code removes-nothing}, {@code same-column}, {@code thin-level},
 *     {@code constant}, {@code whole-numbers}, {@code empty-cells}, {@code aliased}, {@code span}
 * @param problem what is the matter, in words that begin with the part of the formula
 * @param help what would work instead; may be empty
 * @param span where it stands in the source of the formula
 */
public record Lint(String rule, String problem, String help, Span span) {}
