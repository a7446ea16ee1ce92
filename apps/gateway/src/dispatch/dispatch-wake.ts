import { Injectable } from '@nestjs/common';
import { Wake } from '#platform/wake.js';

/** Tells the dispatch loop that there may be work: a new letter, a freed slot, a moved clock. */
@Injectable()
export class DispatchWake extends Wake {}
