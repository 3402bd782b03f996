import { describeStore } from '../testing/store-contract.ts';

describeStore({ name: 'memory', durable: false, runs: 100, place: async () => 'memory' });
