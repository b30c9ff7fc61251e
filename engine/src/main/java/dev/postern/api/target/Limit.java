package dev.postern.api.target;

import java.time.Duration;

/**
 * A declared rate limit.
 *
 * @param requests how many requests a window admits, at least 1
 * @param window the length of the window
 * @param status the status of a refusal, 429 unless declared (RFC 6585 4)
 */
public record Limit(int requests, Duration window, int status) {}
