import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { runSql } from './run-sql.js';

/** For `/health/ready`: throws DatabaseError when the database does not answer. */
@Injectable()
export class DatabaseProbe {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async check(): Promise<void> {
    await runSql(this.dataSource, 'probe', 'SELECT 1');
  }
}
