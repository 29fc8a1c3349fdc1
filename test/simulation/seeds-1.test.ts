import { seedsHold } from "./many.ts";

seedsHold(1, 501);
