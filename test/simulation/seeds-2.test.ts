import { seedsHold } from "./many.ts";

seedsHold(501, 1001);
