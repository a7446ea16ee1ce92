import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Hands the handler's own error to the transport. Nest's default replaces every error by `Internal server error`, and
 * then a dead letter looks like a passing fault.
 */
@Catch()
export class KeepErrorFilter implements ExceptionFilter<unknown> {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
