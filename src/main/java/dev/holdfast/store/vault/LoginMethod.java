package dev.holdfast.store.vault;

import java.util.List;
import org.springframework.vault.authentication.AppRoleAuthentication;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.RoleId;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.SecretId;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.JwtAuthentication;
import org.springframework.vault.authentication.JwtAuthenticationOptions;
import org.springframework.vault.authentication.KubernetesAuthentication;
import org.springframework.vault.authentication.KubernetesAuthenticationOptions;
import org.springframework.vault.authentication.LoginTokenAdapter;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.authentication.VaultTokenLookupException;
import org.springframework.vault.support.VaultToken;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestOperations;

/** A {@link VaultLogin} carried out by spring-vault, with its credential read anew each time. */
final class LoginMethod implements ClientAuthentication {

    private final VaultLogin login;
    private final RestOperations rest;

    LoginMethod(VaultLogin login, RestOperations rest) {
        this.login = login;
        this.rest = rest;
    }

    @Override
    public VaultToken login() {
        return authentication().login();
    }

    private ClientAuthentication authentication() {
        // An if chain, since patterns in a switch came after Java 17.
        if (login instanceof VaultLogin.Token token) {
            return () -> given(credential(token).read());
        } else if (login instanceof VaultLogin.AppRole role) {
            return appRole(role);
        } else if (login instanceof VaultLogin.Jwt jwt) {
            return jwt(jwt);
        } else if (login instanceof VaultLogin.Kubernetes kubernetes) {
            return kubernetes(kubernetes);
        }
        throw new AssertionError("a login of unknown kind");
    }

    private static Credential credential(VaultLogin.Token token) {
        return new Credential(token.file(), token.supplier());
    }

    /** A token with what is to be known of its end; one whose policy hides that is used as long as it is accepted. */
    private VaultToken given(String token) {
        TokenAuthentication authentication = new TokenAuthentication(token);
        try {
            return new LoginTokenAdapter(authentication, rest).login();
        } catch (VaultTokenLookupException e) {
            if (e.getCause() instanceof HttpClientErrorException.Forbidden) {
                return authentication.login();
            }
            throw e;
        }
    }

    /** Whether a token is ours, so that we revoke it at the end. */
    boolean obtainsTokens() {
        return !(login instanceof VaultLogin.Token);
    }

    private ClientAuthentication appRole(VaultLogin.AppRole role) {
        String secretId = new Credential(role.secretIdFile(), role.supplier()).readIfGiven();
        AppRoleAuthenticationOptions options = AppRoleAuthenticationOptions.builder()
                .path(role.mount())
                .roleId(RoleId.provided(role.roleId()))
                .secretId(secretId == null ? SecretId.absent() : SecretId.provided(secretId))
                .build();
        return new AppRoleAuthentication(options, rest);
    }

    private ClientAuthentication jwt(VaultLogin.Jwt jwt) {
        JwtAuthenticationOptions.JwtAuthenticationOptionsBuilder options =
                JwtAuthenticationOptions.builder().path(jwt.mount()).jwtSupplier(Credential.of(jwt.jwtFile())::read);
        if (jwt.role() != null) {
            options.role(jwt.role());
        }
        return new JwtAuthentication(options.build(), rest);
    }

    private ClientAuthentication kubernetes(VaultLogin.Kubernetes kubernetes) {
        KubernetesAuthenticationOptions options = KubernetesAuthenticationOptions.builder()
                .path(kubernetes.mount())
                .role(kubernetes.role())
                .jwtSupplier(Credential.of(kubernetes.serviceAccountFile())::read)
                .build();
        return new KubernetesAuthentication(options, rest);
    }

    /** What changes when the token that was given to us is replaced; logins of ours are ended by the server alone. */
    List<Object> stamp() {
        return login instanceof VaultLogin.Token token ? credential(token).stamp() : List.of();
    }
}
