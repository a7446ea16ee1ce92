import { IsBoolean } from 'class-validator';

/** `PUT /control/certificates/{name}` */
export class CertificateDto {
  @IsBoolean()
  revoked!: boolean;
}
