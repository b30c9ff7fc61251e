package com.example.orders;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrdersController {

    record Order(String id, String tenant, String item) {}

    record NewOrder(String item) {}

    record User(String name, String role) {}

    @GetMapping("/tenants/{tenant}/orders")
    List<Order> list(@PathVariable String tenant) {
        return List.of(
                new Order(tenant + "-1001", tenant, "two hundred pencils"),
                new Order(tenant + "-1002", tenant, "a stapler"));
    }

    @PostMapping("/tenants/{tenant}/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order create(@PathVariable String tenant, @RequestBody NewOrder order) {
        return new Order(tenant + "-1003", tenant, order.item());
    }

    @GetMapping("/admin/users")
    List<User> users() {
        return List.of(new User("alice", "clerk"), new User("dora", "admin"));
    }
}
