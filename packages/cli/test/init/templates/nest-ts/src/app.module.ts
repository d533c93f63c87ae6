import { Controller, Get, Module, Param } from "@nestjs/common";

@Controller("orders")
export class OrdersController {
	@Get(":id")
	find(@Param("id") id: string): { id: string } {
		return { id };
	}
}

@Module({ controllers: [OrdersController] })
export class AppModule {}
