/** What outlives the process: sessions that go on elsewhere, and the steps of each minute. */
export { Durability } from './durability.ts';
export { StoreLog } from './store-log.ts';
