package dev.postern.samples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The orders of both tenants in one area of the API. Each has a mark that occurs nowhere else, so that whoever sees it
 * has seen this order.
 */
final class Orders {
    /** A page shows the oldest orders, so that new ones do not change what a list answers. */
    private static final int PAGE = 3;

    private static final int CREATED_AT_MOST = 1000;

    record Order(int id, String tenant, String item, int quantity, String status, String marker) {
        Map<String, Object> asJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("item", item);
            json.put("quantity", quantity);
            json.put("status", status);
            json.put("reference", marker);
            return json;
        }
    }

    private final String area;
    private final TreeMap<Integer, Order> byId = new TreeMap<>();
    private int nextId = 9001;

    Orders(String area) {
        this.area = area;
        seed("a", 1101, "fountain pen", "ink, blue", "blotting paper", "desk lamp");
        seed("b", 2201, "anvil", "tongs", "leather apron", "bellows");
    }

    private void seed(String tenant, int firstId, String... items) {
        for (int i = 0; i < items.length; i++) {
            int id = firstId + i;
            byId.put(id, new Order(id, tenant, items[i], i + 1, "open", mark(tenant)));
        }
    }

    synchronized List<Order> firstPage(String tenant) {
        return byId.values().stream()
                .filter(order -> order.tenant().equals(tenant))
                .limit(PAGE)
                .toList();
    }

    synchronized Optional<Order> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized Order create(String tenant, String item, int quantity) {
        Order order = new Order(nextId++, tenant, item, quantity, "open", mark(tenant));
        byId.put(order.id(), order);
        byId.remove(order.id() - CREATED_AT_MOST);
        return order;
    }

    /** Cancelling is what DELETE does here; like every DELETE it may be repeated. */
    synchronized void cancel(Order order) {
        byId.put(
                order.id(),
                new Order(order.id(), order.tenant(), order.item(), order.quantity(), "cancelled", order.marker()));
    }

    String markerOfFirst(String tenant) {
        return firstPage(tenant).get(0).marker();
    }

    private String mark(String tenant) {
        return area + "-" + tenant + "-" + Secrets.mark();
    }
}
