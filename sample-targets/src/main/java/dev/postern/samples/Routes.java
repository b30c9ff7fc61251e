package dev.postern.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.samples.Orders.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The operations of the orders API. */
final class Routes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Orders orders = new Orders("order");
    private final Orders opaqueOrders = new Orders("opaque");
    private final Orders legacyOrders = new Orders("legacy");
    private final Orders webOrders = new Orders("web");
    private final Map<String, String> reportMarkers = new LinkedHashMap<>();
    private final Map<String, Invoice> invoices = new LinkedHashMap<>();
    private final Map<String, String> accountNumbers = new ConcurrentHashMap<>();
    private final Accounts accounts;
    private final Function<Call, Optional<String>> tenantOverride;
    private final boolean ownerIsCompared;
    private final boolean ownerOfInvoiceIsCompared;
    private final boolean listIsFiltered;

    /** What a customer owes; it belongs to no tenant. */
    private record Invoice(String number, String customer, String amount, String reference) {}

    Routes(Accounts accounts, Defences defences) {
        this.accounts = accounts;
        this.tenantOverride = defences.tenantOverride;
        this.ownerIsCompared = defences.ownerOfOrderIsCompared;
        this.ownerOfInvoiceIsCompared = defences.ownerOfInvoiceIsCompared;
        this.listIsFiltered = defences.listIsFiltered;
        addInvoice("5001", "partnerOne", "180.20");
        addInvoice("5002", "partnerTwo", "99.90");
        for (Accounts.Account account : accounts.all()) {
            reportMarkers.put(account.name(), "report-" + account.name() + "-" + Secrets.mark());
        }
    }

    private void addInvoice(String number, String customer, String amount) {
        invoices.put(number, new Invoice(number, customer, amount, "invoice-" + customer + "-" + Secrets.mark()));
    }

    /** How each scheme authenticates. */
    record Schemes(
            Authentication tokens,
            Authentication opaque,
            Authentication partner,
            Authentication metered,
            Authentication legacy,
            Authentication web) {}

    List<Route> all(
            Schemes by,
            TokenEndpoint tokens,
            Endings endings,
            Map<String, Object> jwks,
            Sessions sessions,
            RateLimit limit) {
        return List.of(
                Route.guarded("GET", "/tenants/{tenant}/orders", by.tokens(), this::listOrders)
                        .withScope("orders:read"),
                Route.guarded("GET", "/orders/{id}", by.tokens(), this::getOrder)
                        .withScope("orders:read"),
                Route.guarded("POST", "/orders", by.tokens(), this::createOrder).withScope("orders:write"),
                Route.guarded("POST", "/orders/search", by.tokens(), this::searchOrders)
                        .withScope("orders:read"),
                Route.guarded("DELETE", "/orders/{id}", by.tokens(), this::deleteOrder)
                        .withRole("admin"),
                Route.guarded("GET", "/admin/users", by.tokens(), this::listUsers)
                        .withRole("admin"),
                Route.guarded("GET", "/me", by.tokens(), Routes::whoAmI),
                Route.guarded("GET", "/opaque/orders", by.opaque(), ordersOf(opaqueOrders))
                        .withScope("orders:read"),
                Route.guarded("GET", "/reports", by.partner(), this::report),
                Route.guarded("GET", "/invoices/{invoice}", by.partner(), this::getInvoice),
                Route.guarded("GET", "/metered/report", by.metered(), limited(limit, this::report)),
                Route.guarded("GET", "/legacy/orders", by.legacy(), ordersOf(legacyOrders)),
                Route.guarded("GET", "/web/orders", by.web(), ordersOf(webOrders)),
                Route.guarded("POST", "/logout", by.tokens(), endings::logOut),
                Route.guarded("POST", "/opaque/logout", by.opaque(), endings::logOut),
                Route.guarded("POST", "/web/logout", by.web(), sessions::logOut),
                Route.guarded("POST", "/admin/users/{name}/disable", by.tokens(), endings.setDisabled(true))
                        .withRole("admin"),
                Route.guarded("POST", "/admin/users/{name}/enable", by.tokens(), endings.setDisabled(false))
                        .withRole("admin"),
                Route.open("POST", "/revoke", (call, caller, path) -> endings.revoke(call, tokens)),
                Route.open("POST", "/login", (call, caller, path) -> sessions.logIn(call)),
                Route.open("POST", "/login/second-factor", (call, caller, path) -> sessions.secondFactor(call)),
                Route.open("POST", "/token", (call, caller, path) -> tokens.answer(call)),
                Route.open("GET", "/.well-known/jwks.json", (call, caller, path) -> Answer.json(200, jwks)),
                Route.open("GET", "/health", (call, caller, path) -> Answer.json(200, Map.of("status", "UP"))));
    }

    /** The texts that only one identity's, or one tenant's, answers contain, by the name the target file uses. */
    Map<String, String> markers() {
        Map<String, String> markers = new LinkedHashMap<>(reportMarkers);
        markers.put("alice", orders.markerOfFirst("a"));
        markers.put("bob", orders.markerOfFirst("b"));
        markers.put("olga", opaqueOrders.markerOfFirst("a"));
        markers.put("oscar", opaqueOrders.markerOfFirst("b"));
        markers.put("lena", legacyOrders.markerOfFirst("a"));
        markers.put("luis", legacyOrders.markerOfFirst("b"));
        markers.put("wendy", webOrders.markerOfFirst("a"));
        markers.put("will", webOrders.markerOfFirst("b"));
        return markers;
    }

    private Answer listOrders(Call call, Caller caller, Map<String, String> path) {
        return page(orders, tenantOverride.apply(call).orElse(path.get("tenant")));
    }

    /** A form, as searches of older pages are. */
    private Answer searchOrders(Call call, Caller caller, Map<String, String> path) {
        return call.form().containsKey("item")
                ? page(orders, tenantOverride.apply(call).orElse(caller.tenant()))
                : Answer.problem(422, "invalid_search", "A search needs an item.");
    }

    private Answer getOrder(Call call, Caller caller, Map<String, String> path) {
        return visible(call, caller, path.get("id"))
                .map(order -> answer(200, order.asJson()))
                .orElseGet(Answer::notFound);
    }

    private Answer createOrder(Call call, Caller caller, Map<String, String> path) {
        try {
            JsonNode body = JSON.readTree(call.body());
            if (!body.path("item").isTextual() || body.path("item").asText().isBlank()) {
                return Answer.problem(422, "invalid_order", "An order needs an item.");
            }
            int quantity = Math.max(1, body.path("quantity").asInt(1));
            String tenant = tenantOverride.apply(call).orElse(caller.tenant());
            Order order = orders.create(tenant, body.path("item").asText(), quantity);
            Map<String, Object> created = order.asJson();
            created.put("billedTo", accountNumbers.computeIfAbsent(tenant, name -> "account-" + Secrets.mark()));
            return answer(201, created).with("Location", "/orders/" + order.id());
        } catch (JsonProcessingException e) {
            return Answer.problem(400, "invalid_json", "The body must be a JSON object.");
        }
    }

    private Answer deleteOrder(Call call, Caller caller, Map<String, String> path) {
        Optional<Order> order = visible(call, caller, path.get("id"));
        order.ifPresent(orders::cancel);
        return order.isPresent() ? Answer.empty(204) : Answer.notFound();
    }

    /** A foreign order is not found, rather than forbidden: that it exists is nobody's business (RFC 9110 15.5.4). */
    private Optional<Order> visible(Call call, Caller caller, String id) {
        String tenant = tenantOverride.apply(call).orElse(caller.tenant());
        return number(id)
                .flatMap(orders::find)
                .filter(order -> order.tenant().equals(tenant) || !ownerIsCompared || caller.anonymous());
    }

    private Answer listUsers(Call call, Caller caller, Map<String, String> path) {
        List<Map<String, Object>> users = accounts.all().stream()
                .filter(account -> account.caller().tenant().equals(caller.tenant()) || caller.anonymous())
                .map(account -> Map.<String, Object>of(
                        "name",
                        account.name(),
                        "roles",
                        List.copyOf(new TreeSet<>(account.caller().roles()))))
                .toList();
        return answer(200, Map.of("users", users));
    }

    private static Answer whoAmI(Call call, Caller caller, Map<String, String> path) {
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("subject", caller.subject());
        me.put("tenant", caller.tenant());
        me.put("scopes", List.copyOf(new TreeSet<>(caller.scopes())));
        me.put("roles", List.copyOf(new TreeSet<>(caller.roles())));
        return answer(200, me);
    }

    private Answer report(Call call, Caller caller, Map<String, String> path) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("reference", reportMarkers.getOrDefault(caller.subject(), "report-of-all"));
        report.put("tenant", caller.tenant());
        report.put("ordersThisMonth", 42);
        report.put("turnover", Map.of("amount", "1999.50", "currency", "EUR"));
        return answer(200, report);
    }

    private Answer getInvoice(Call call, Caller caller, Map<String, String> path) {
        return Optional.ofNullable(invoices.get(path.get("invoice")))
                .filter(invoice ->
                        invoice.customer().equals(caller.subject()) || !ownerOfInvoiceIsCompared || caller.anonymous())
                .map(invoice -> answer(
                        200,
                        Map.of(
                                "number",
                                invoice.number(),
                                "customer",
                                invoice.customer(),
                                "amount",
                                invoice.amount(),
                                "reference",
                                invoice.reference())))
                .orElseGet(Answer::notFound);
    }

    private Route.Handler ordersOf(Orders area) {
        return (call, caller, path) -> listIsFiltered ? page(area, caller.tenant()) : page(area, "a", "b");
    }

    private static Route.Handler limited(RateLimit limit, Route.Handler handler) {
        return (call, caller, path) -> {
            Duration wait =
                    limit.admit(caller.subject(), call.header("X-Forwarded-For").orElse(""));
            if (wait.isZero()) {
                return handler.answer(call, caller, path);
            }
            long seconds = wait.plusMillis(999).toSeconds();
            return Answer.problem(429, "too_many_requests", "Try again in " + seconds + " s.")
                    .with("Retry-After", Long.toString(seconds));
        };
    }

    private static Answer page(Orders area, String... tenants) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("tenant", String.join(", ", tenants));
        page.put(
                "orders",
                Arrays.stream(tenants)
                        .flatMap(tenant -> area.firstPage(tenant).stream())
                        .map(Order::asJson)
                        .toList());
        return answer(200, page);
    }

    /** A body as real APIs write it: with members that differ from answer to answer. */
    private static Answer answer(int status, Map<String, Object> content) {
        Map<String, Object> body = new LinkedHashMap<>(content);
        body.put("requestId", UUID.randomUUID().toString());
        body.put("timestamp", Instant.now().toString());
        return Answer.json(status, body);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
