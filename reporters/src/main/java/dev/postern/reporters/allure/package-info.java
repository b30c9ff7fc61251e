/**
 * The audit as Allure results: one result for each case, for Allure 2 and 3. Written through Allure's own writer, without
 * its lifecycle, so that Postern runs beside tests that use Allure themselves.
 */
package dev.postern.reporters.allure;
