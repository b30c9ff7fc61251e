package orders;

import dev.postern.api.junit.Audit;

@Audit(target = "classpath:orders-api.yaml")
class OrdersApiIT {}
